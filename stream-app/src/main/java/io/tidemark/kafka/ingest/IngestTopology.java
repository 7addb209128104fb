package io.tidemark.kafka.ingest;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Quarantined;
import io.tidemark.definition.Model;
import io.tidemark.kafka.ingest.Ingested.Accepted;
import io.tidemark.kafka.ingest.Ingested.Rejected;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.validation.OutcomeReader;
import io.tidemark.validation.PredictionReader;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The parts of the graph that read topics: what passes validation goes on, the rest to quarantine.
 *
 * @param quarantineTopic where records that fail go
 * @param quarantined their serde
 * @param predictions reads predictions
 * @param predictionLogs makes a reader of prediction logs
 * @param outcomeLogs makes a reader of outcome logs
 * @param wall the wall clock
 * @param metrics where the processors report
 */
public record IngestTopology(
    String quarantineTopic,
    Serde<Quarantined> quarantined,
    PredictionReader predictions,
    Supplier<AvroReader<PredictionLog>> predictionLogs,
    Supplier<AvroReader<OutcomeLog>> outcomeLogs,
    Clock wall,
    TidemarkMetrics metrics) {

  /** The events of a source that count, and what of its past groups have not had. */
  public KStream<byte[], Observed> events(StreamsBuilder builder, EventTask source) {
    String topic = source.checks().source().topic();
    List<String> stores = new ArrayList<>(List.of(source.backfillStore()));
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(source.backfillStore()),
                Serdes.String(),
                Serdes.ByteArray())
            .withCachingDisabled());
    if (source.deduplicates()) {
      stores.add(source.seenStore());
      builder.addStateStore(
          RocksIdIndex.builder(source.seenStore(), source.checks().source().dedupWindow()));
      stores.add(source.seenHook());
      builder.addStateStore(CommitHook.builder(source.seenHook()));
    }
    return accepted(
        read(builder, topic, source.name())
            .process(
                () -> new EventProcessor(source),
                Named.as("validate-" + source.name()),
                stores.toArray(String[]::new)),
        source.name());
  }

  /** The predictions of a topic. */
  public KStream<byte[], LoggedPrediction> predictions(StreamsBuilder builder, String topic) {
    ProcessorSupplier<byte[], byte[], byte[], Ingested<LoggedPrediction>> validate =
        () -> new PredictionProcessor(topic, predictions, predictionLogs, wall, metrics);
    return accepted(
        read(builder, topic, topic).process(validate, Named.as("validate-" + topic)), topic);
  }

  /** The outcomes of a model. */
  public KStream<byte[], LoggedOutcome> outcomes(
      StreamsBuilder builder, Model model, OutcomeReader judge) {
    String name = "outcomes-of-" + model.name();
    String topic = model.outcomeTopic();
    return accepted(
        read(builder, topic, name)
            .process(
                () -> new OutcomeProcessor(topic, judge, outcomeLogs, wall, metrics),
                Named.as("validate-" + name)),
        name);
  }

  private static KStream<byte[], byte[]> read(StreamsBuilder builder, String topic, String name) {
    return builder.stream(
        topic, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read-" + name));
  }

  private <T> KStream<byte[], T> accepted(KStream<byte[], Ingested<T>> ingested, String name) {
    ingested
        .filter((key, value) -> value instanceof Rejected, Named.as("rejected-" + name))
        .mapValues(value -> ((Rejected<T>) value).record(), Named.as("quarantined-" + name))
        .to(
            quarantineTopic,
            Produced.with(Serdes.ByteArray(), quarantined).withName("quarantine-" + name));
    return ingested
        .filter((key, value) -> value instanceof Accepted, Named.as("accepted-" + name))
        .mapValues(value -> ((Accepted<T>) value).value(), Named.as("valid-" + name));
  }
}
