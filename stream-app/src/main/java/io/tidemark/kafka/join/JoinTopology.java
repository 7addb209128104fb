package io.tidemark.kafka.join;

import io.tidemark.avro.LabelledExample;
import io.tidemark.definition.Model;
import io.tidemark.kafka.ingest.LoggedOutcome;
import io.tidemark.kafka.ingest.LoggedPrediction;
import io.tidemark.kafka.state.CommitHook;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/**
 * The part of the graph that joins one model's predictions and outcomes.
 *
 * <pre>
 *   predictions --by request id--> [read] --+--> [join] --> labelled
 *   outcomes -----by request id--> [read] --+
 * </pre>
 *
 * <p>Both sides cross a topic by request id, as they were logged, because their own topics may be
 * keyed and partitioned in any way.
 *
 * @param task what every task shares
 * @param partitions of the topics by request id
 * @param labelledTopic where labelled examples go
 * @param examples their serde
 */
public record JoinTopology(
    JoinTask task, int partitions, String labelledTopic, Serde<LabelledExample> examples) {

  /** Adds the part to the graph. */
  public void add(
      StreamsBuilder builder,
      KStream<byte[], LoggedPrediction> predictions,
      KStream<byte[], LoggedOutcome> outcomes) {
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(task.stateStore()),
                Serdes.String(),
                Serdes.ByteArray())
            .withCachingDisabled());
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(task.dueStore()), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled());
    builder.addStateStore(CommitHook.builder(task.hookStore()));
    read(predictions)
        .merge(readOutcomes(outcomes), Named.as(name("sides-of")))
        .process(
            () -> new JoinProcessor(task),
            Named.as(name("join")),
            task.stateStore(),
            task.dueStore(),
            task.hookStore())
        .to(labelledTopic, Produced.with(Serdes.String(), examples).withName(name("labelled")));
  }

  private KStream<String, JoinInput> read(KStream<byte[], LoggedPrediction> predictions) {
    Model model = task.model();
    return predictions
        .filter((key, p) -> p.log().getModel().equals(model.name()), Named.as(name("only")))
        .process(
            () ->
                new ByRequestProcessor<LoggedPrediction>(
                    p -> p.log().getRequestId(), LoggedPrediction::wire, task.commits().get()),
            Named.as(name("predictions-key")))
        .repartition(byRequest("predictions-by-request"))
        .processValues(() -> new ReadPrediction(task), Named.as(name("predictions-read")));
  }

  private KStream<String, JoinInput> readOutcomes(KStream<byte[], LoggedOutcome> outcomes) {
    return outcomes
        .process(
            () ->
                new ByRequestProcessor<>(
                    LoggedOutcome::requestId, LoggedOutcome::wire, task.commits().get()),
            Named.as(name("outcomes-key")))
        .repartition(byRequest("outcomes-by-request"))
        .processValues(() -> new ReadOutcome(task), Named.as(name("outcomes-read")));
  }

  private Repartitioned<String, byte[]> byRequest(String step) {
    return Repartitioned.with(Serdes.String(), Serdes.ByteArray())
        .withName(name(step))
        .withNumberOfPartitions(partitions);
  }

  private String name(String step) {
    return step + "-" + task.model().name();
  }
}
