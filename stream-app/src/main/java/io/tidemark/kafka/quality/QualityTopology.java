package io.tidemark.kafka.quality;

import io.tidemark.kafka.Topics.Topic;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.monitoring.quality.LabelNews;
import io.tidemark.monitoring.quality.ModelNews;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.text.GraphNames;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The part of the graph that measures quality from labels, in two stages.
 *
 * <pre>
 *   join -> [add up per cohort, per task] --by model--> [add up, judge] -> quality, alerts
 * </pre>
 *
 * @param setup what every task shares
 * @param partitions of the topics between the stages
 * @param metrics where what is found of cohorts goes
 * @param alerts where changes of episodes go
 * @param registry where their schemas are
 */
public record QualityTopology(
    QualitySetup setup,
    int partitions,
    Topic<?> metrics,
    Topic<?> alerts,
    SchemaRegistry registry) {

  /**
   * Adds the part to the graph.
   *
   * @param labels what happens to the labels of each model
   */
  public void add(StreamsBuilder builder, Map<String, KStream<String, LabelNews>> labels) {
    KStream<String, ModelNews> changes = null;
    for (Map.Entry<String, KStream<String, LabelNews>> model : labels.entrySet()) {
      KStream<String, ModelNews> one = addUp(builder, model.getKey(), model.getValue());
      changes =
          changes == null
              ? one
              : changes.merge(one, Named.as("quality-merge-" + GraphNames.of(model.getKey())));
    }
    if (changes != null) {
      measure(builder, changes);
    }
  }

  private KStream<String, ModelNews> addUp(
      StreamsBuilder builder, String model, KStream<String, LabelNews> labels) {
    return labels
        .process(
            () -> new QualityChangeProcessor(setup, model),
            Named.as("quality-add-up-" + GraphNames.of(model)),
            setup.changeStores(builder, model).names())
        .repartition(
            Repartitioned.with(Serdes.String(), changes())
                .withName("quality-by-model-" + GraphNames.of(model))
                .withNumberOfPartitions(partitions));
  }

  private static Serde<ModelNews> changes() {
    return Serdes.serdeFrom(
        (topic, change) -> change.encode(), (topic, bytes) -> ModelNews.decode(bytes));
  }

  private void measure(StreamsBuilder builder, KStream<String, ModelNews> changes) {
    KStream<String, SpecificRecord> found =
        changes.process(
            () -> new QualityProcessor(setup),
            Named.as("quality-measure"),
            setup.cohortStores(builder).names());
    to(found, metrics, QualitySender.METRICS);
    to(found, alerts, QualitySender.ALERTS);
  }

  private void to(KStream<String, SpecificRecord> found, Topic<?> topic, String name) {
    Serde<SpecificRecord> serde = RecordSerde.writing(registry, topic.valueSubject());
    found.to(topic.name(), Produced.with(Serdes.String(), serde).withName(name));
  }
}
