package io.tidemark.kafka.join;

import io.tidemark.avro.LabelledExample;
import io.tidemark.definition.Model;
import io.tidemark.join.JoinInput;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.records.LoggedOutcome;
import io.tidemark.records.LoggedPrediction;
import io.tidemark.text.GraphNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The part of the graph that joins one model's predictions and outcomes.
 *
 * <pre>
 *   predictions --by request id--> [read] --+--> [join] --> labelled
 *   outcomes -----by request id--> [read] --+   (of each topic)
 * </pre>
 *
 * <p>Both sides cross a topic by request id, as they were logged, because their own topics may be
 * keyed and partitioned in any way. That of outcomes is one for all models that read their topic.
 *
 * @param setup what every task shares
 * @param progress how far its inputs are read
 * @param partitions of the topics by request id
 * @param labelledTopic where labelled examples go
 * @param examples their serde
 */
public record JoinTopology(
    JoinSetup setup,
    InputProgress progress,
    int partitions,
    String labelledTopic,
    Serde<LabelledExample> examples) {
  private static final String PREDICTIONS = "predictions-by-request-";
  private static final String OUTCOMES = "outcomes-by-request-";

  /** The internal topics on which the logs of a model travel; none where nothing is joined. */
  public static Set<String> logTopics(String applicationId, Model model) {
    if (model.outcomeTopics().isEmpty()) {
      return Set.of();
    }
    Set<String> topics = outcomeTopics(applicationId, model);
    topics.add(internal(applicationId, PREDICTIONS + GraphNames.of(model.name())));
    return topics;
  }

  /** Those of them on which outcomes travel. */
  static Set<String> outcomeTopics(String applicationId, Model model) {
    return model.outcomeTopics().stream()
        .map(topic -> internal(applicationId, OUTCOMES + GraphNames.of(topic)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Named as Kafka Streams names it; {@code TopologyGoldenTest} holds it against the graph. */
  private static String internal(String applicationId, String name) {
    return applicationId + "-" + name + "-repartition";
  }

  /** Outcomes of a topic by request id, as they were logged, for every model that reads it. */
  public KStream<String, byte[]> byRequest(
      String outcomeTopic, KStream<byte[], LoggedOutcome> outcomes) {
    String topic = GraphNames.of(outcomeTopic);
    return outcomes
        .process(
            () -> keyed(LoggedOutcome::requestId, LoggedOutcome::wire),
            Named.as("outcomes-key-" + topic))
        .repartition(byRequest(OUTCOMES + topic));
  }

  /**
   * Adds the part to the graph.
   *
   * @param outcomes of each of the model's topics by request id, as they were logged
   */
  public void add(
      StreamsBuilder builder,
      KStream<byte[], LoggedPrediction> predictions,
      List<KStream<String, byte[]>> outcomes) {
    TaskStores stores =
        new TaskStores(builder)
            .rows(setup.stateStore())
            .timers(setup.dueStore())
            .hook(setup.hookStore());
    KStream<String, JoinInput> sides = read(predictions);
    for (int i = 0; i < outcomes.size(); i++) {
      String which = i == 0 ? "" : i + 1 + "-";
      sides =
          sides.merge(readOutcomes(outcomes.get(i), which), Named.as(name(which + "sides-of-")));
    }
    sides
        .process(() -> new JoinProcessor(setup, progress), Named.as(name("join-")), stores.names())
        .to(labelledTopic, Produced.with(Serdes.String(), examples).withName(name("labelled-")));
  }

  private KStream<String, JoinInput> read(KStream<byte[], LoggedPrediction> predictions) {
    Model model = setup.model();
    return predictions
        .filter((key, p) -> p.log().getModel().equals(model.name()), Named.as(name("only-")))
        .process(
            () -> keyed(p -> p.log().getRequestId(), LoggedPrediction::wire),
            Named.as(name("predictions-key-")))
        .repartition(byRequest(name(PREDICTIONS)))
        .processValues(
            () -> new ReadPrediction(setup, progress), Named.as(name("predictions-read-")));
  }

  private <V> ByRequestProcessor<V> keyed(Function<V, String> requestId, Function<V, byte[]> wire) {
    return new ByRequestProcessor<>(requestId, wire, new PacedCommits(setup.timing()), progress);
  }

  private KStream<String, JoinInput> readOutcomes(KStream<String, byte[]> outcomes, String which) {
    return outcomes.processValues(
        () -> new ReadOutcome(setup, progress), Named.as(name(which + "outcomes-read-")));
  }

  private Repartitioned<String, byte[]> byRequest(String name) {
    return Repartitioned.with(Serdes.String(), Serdes.ByteArray())
        .withName(name)
        .withNumberOfPartitions(partitions);
  }

  private String name(String step) {
    return step + GraphNames.of(setup.model().name());
  }
}
