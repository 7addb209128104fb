package io.tidemark.kafka.run;

import io.tidemark.definition.Model;
import io.tidemark.kafka.erasure.AskedErasures;
import io.tidemark.kafka.ingest.IngestTopology;
import io.tidemark.kafka.join.JoinSetup;
import io.tidemark.kafka.join.JoinTopology;
import io.tidemark.kafka.join.JoinTopology.Joined;
import io.tidemark.kafka.join.UnjoinedTopology;
import io.tidemark.kafka.quality.QualityTopology;
import io.tidemark.monitoring.quality.LabelNews;
import io.tidemark.records.LoggedPrediction;
import io.tidemark.validation.SharedOutcomes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;

/**
 * The part of the graph that labels predictions, and says how good they were.
 *
 * @param joins one part per model with outcomes; those of one topic read it once
 * @param quality how good the answers of these models are
 */
public record LabelTopology(List<JoinTopology> joins, QualityTopology quality) {

  /**
   * Adds the part to the graph.
   *
   * @param predictions by their topic
   * @param erasures of entities of every kind
   */
  void add(
      StreamsBuilder builder,
      IngestTopology ingest,
      Map<String, KStream<byte[], LoggedPrediction>> predictions,
      AskedErasures erasures) {
    Map<String, KStream<String, byte[]>> outcomes = new HashMap<>();
    Map<String, List<KStream<String, Joined>>> said = new LinkedHashMap<>();
    Map<String, KStream<String, LabelNews>> labels = new LinkedHashMap<>();
    for (JoinTopology join : joins) {
      Model model = join.setup().model();
      List<KStream<String, byte[]>> read = new ArrayList<>();
      for (String name : model.outcomeTopics()) {
        read.add(
            outcomes.computeIfAbsent(
                name,
                topic -> join.byRequest(topic, ingest.outcomes(builder, topic, readersOf(topic)))));
      }
      KStream<String, Joined> joined =
          join.add(builder, predictions.get(model.predictionTopic()), read, erasures);
      join.unjoined(joined)
          .forEach((topic, one) -> said.computeIfAbsent(topic, t -> new ArrayList<>()).add(one));
      labels.put(model.name(), join.labels(joined));
    }
    quality.add(builder, labels);
    said.forEach((topic, all) -> unjoined(ingest, topic).add(builder, all));
  }

  private UnjoinedTopology unjoined(IngestTopology ingest, String topic) {
    List<Model> models =
        joins.stream()
            .map(join -> join.setup().model())
            .filter(model -> model.outcomeTopics().contains(topic))
            .toList();
    return new UnjoinedTopology(
        ingest,
        topic,
        models.stream().map(Model::name).sorted().toList(),
        models.stream().map(Model::predictionTopic).collect(Collectors.toSet()));
  }

  private SharedOutcomes readersOf(String topic) {
    return new SharedOutcomes(
        joins.stream()
            .map(JoinTopology::setup)
            .filter(setup -> setup.model().outcomeTopics().contains(topic))
            .map(JoinSetup::outcomes)
            .toList());
  }
}
