package io.tidemark.kafka.ingest;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Quarantined;
import io.tidemark.contribution.Observed;
import io.tidemark.definition.WindowTime;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.kafka.seen.RocksIdIndex;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.monitoring.metrics.IngestMetrics;
import io.tidemark.records.Ingested;
import io.tidemark.records.Ingested.Accepted;
import io.tidemark.records.Ingested.Rejected;
import io.tidemark.records.LogReaders;
import io.tidemark.records.LoggedOutcome;
import io.tidemark.records.LoggedPrediction;
import io.tidemark.task.TaskSum;
import io.tidemark.text.GraphNames;
import io.tidemark.validation.PredictionReader;
import io.tidemark.validation.SharedOutcomes;
import java.time.Clock;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The parts of the graph that read topics: what passes validation goes on, the rest to quarantine.
 *
 * @param quarantineTopic where records that fail go
 * @param quarantined their serde
 * @param predictions reads predictions
 * @param logs makes readers of prediction and outcome logs
 * @param time what time it is for windows
 * @param wall the wall clock
 * @param metrics where the processors report
 */
public record IngestTopology(
    String quarantineTopic,
    Serde<Quarantined> quarantined,
    PredictionReader predictions,
    LogReaders logs,
    WindowTime time,
    Clock wall,
    IngestMetrics metrics) {

  /** The events of a source that count, and what of its past groups have not had. */
  public KStream<byte[], Observed> events(StreamsBuilder builder, EventSetup source) {
    String topic = source.reading().topic();
    TaskStores stores = new TaskStores(builder).rows(source.backfillStore());
    if (source.reading().deduplicates()) {
      stores
          .add(RocksIdIndex.builder(source.seenStore(), source.reading().dedupWindow()))
          .hook(source.seenHook());
    }
    source.timeStores().addTo(stores);
    String name = "events-of-" + source.name();
    return accepted(
        read(builder, topic, name)
            .process(
                () -> new EventProcessor(source), Named.as("validate-" + name), stores.names()),
        name);
  }

  /** The predictions of a topic. */
  public KStream<byte[], LoggedPrediction> predictions(StreamsBuilder builder, String topic) {
    return logs(builder, topic, "predictions-of-" + GraphNames.of(topic), predictionLogs());
  }

  private LogProcessor.Kind<PredictionLog, LoggedPrediction> predictionLogs() {
    AvroLayout layout = AvroLayout.of(PredictionLog.getClassSchema());
    return new LogProcessor.Kind<>(
        logs::predictions,
        (log, wire) ->
            predictions
                .read(layout.fields(log), wire, wall.millis())
                .map(read -> new LoggedPrediction(log, wire)),
        log -> log.getTimestamp().toEpochMilli(),
        PredictionLog::getRequestId);
  }

  /**
   * The outcomes of a topic.
   *
   * @param outcomes takes them for every model that reads the topic
   */
  public KStream<byte[], LoggedOutcome> outcomes(
      StreamsBuilder builder, String topic, SharedOutcomes outcomes) {
    return logs(builder, topic, "outcomes-of-" + GraphNames.of(topic), outcomeLogs(outcomes));
  }

  private LogProcessor.Kind<OutcomeLog, LoggedOutcome> outcomeLogs(SharedOutcomes outcomes) {
    AvroLayout layout = AvroLayout.of(OutcomeLog.getClassSchema());
    return new LogProcessor.Kind<>(
        logs::outcomes,
        (log, wire) ->
            outcomes
                .read(layout.fields(log), wall.millis())
                .map(requestId -> new LoggedOutcome(requestId, wire)),
        log -> log.getOutcomeTimestamp().toEpochMilli(),
        OutcomeLog::getRequestId);
  }

  private <L extends GenericRecord, V> KStream<byte[], V> logs(
      StreamsBuilder builder, String topic, String name, LogProcessor.Kind<L, V> kind) {
    TimeStores kept = new TimeStores(time, name);
    LogProcessor.Time told =
        new LogProcessor.Time(kept, new TaskSum(heldMs -> metrics.timeHeld(topic, heldMs)));
    ProcessorSupplier<byte[], byte[], byte[], Ingested<V>> validate =
        () -> new LogProcessor<>(topic, kind, told, wall, metrics);
    String[] stores = kept.addTo(new TaskStores(builder)).names();
    return accepted(
        read(builder, topic, name).process(validate, Named.as("validate-" + name), stores), name);
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
