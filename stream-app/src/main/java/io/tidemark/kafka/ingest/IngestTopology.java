package io.tidemark.kafka.ingest;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Quarantined;
import io.tidemark.contribution.Observed;
import io.tidemark.definition.SourceRecords.Tombstones;
import io.tidemark.definition.WindowTime;
import io.tidemark.event.Fields;
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
import io.tidemark.records.MappedLog;
import io.tidemark.records.NamedEntities;
import io.tidemark.task.TaskSum;
import io.tidemark.text.GraphNames;
import io.tidemark.validation.PredictionReader;
import io.tidemark.validation.Reading;
import io.tidemark.validation.SharedOutcomes;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * The parts of the graph that read topics: what passes validation goes on, the rest to quarantine.
 *
 * @param quarantine where records that fail go
 * @param entities tells which a prediction is about
 * @param predictions reads predictions, by topic
 * @param logs makes readers of prediction and outcome logs
 * @param time what time it is for windows
 * @param wall the wall clock
 * @param metrics where the processors report
 */
public record IngestTopology(
    QuarantineSink quarantine,
    NamedEntities entities,
    Map<String, PredictionReader> predictions,
    LogReaders logs,
    WindowTime time,
    Clock wall,
    IngestMetrics metrics) {
  private static final AvroLayout PREDICTION = AvroLayout.of(PredictionLog.getClassSchema());
  private static final AvroLayout OUTCOME = AvroLayout.of(OutcomeLog.getClassSchema());

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
    String name = "predictions-of-" + GraphNames.of(topic);
    MappedLog<PredictionLog> mapping = logs.mapped().predictions().get(topic);
    return mapping == null
        ? logs(builder, topic, name, predictionLogs(topic))
        : logs(builder, topic, name, predictionsBy(topic, mapping));
  }

  private LogProcessor.Kind<PredictionLog, LoggedPrediction> predictionLogs(String topic) {
    return new LogProcessor.Kind<>(
        Tombstones.IGNORE,
        logs::predictions,
        (log, source) -> prediction(topic, log, source, source::framed),
        LoggedPrediction::timeMs,
        LoggedPrediction::requestId,
        entities::of);
  }

  private LogProcessor.Kind<Fields, LoggedPrediction> predictionsBy(
      String topic, MappedLog<PredictionLog> mapping) {
    return new LogProcessor.Kind<>(
        mapping.tombstones(),
        mapping.reader(),
        (fields, source) ->
            mapping
                .read(fields)
                .then(log -> prediction(topic, log, source, () -> mapping.writer().apply(log))),
        LoggedPrediction::timeMs,
        LoggedPrediction::requestId,
        fields -> mapping.read(fields).input().map(entities::of).orElse(Set.of()));
  }

  private Reading<LoggedPrediction> prediction(
      String topic, PredictionLog log, SourceRecord source, Supplier<byte[]> wire) {
    return predictions
        .get(topic)
        .read(PREDICTION.fields(log), null, wall.millis())
        .map(read -> logged(log, wire.get(), source));
  }

  private static LoggedPrediction logged(PredictionLog log, byte[] wire, SourceRecord source) {
    return new LoggedPrediction(log, wire, () -> source.besides(wire));
  }

  /**
   * The outcomes of a topic.
   *
   * @param outcomes takes them for every model that reads the topic
   */
  public KStream<byte[], LoggedOutcome> outcomes(
      StreamsBuilder builder, String topic, SharedOutcomes outcomes) {
    String name = "outcomes-of-" + GraphNames.of(topic);
    MappedLog<OutcomeLog> mapping = logs.mapped().outcomes().get(topic);
    return mapping == null
        ? logs(builder, topic, name, outcomeLogs(outcomes))
        : logs(builder, topic, name, outcomesBy(mapping, outcomes));
  }

  private LogProcessor.Kind<OutcomeLog, LoggedOutcome> outcomeLogs(SharedOutcomes outcomes) {
    return new LogProcessor.Kind<>(
        Tombstones.IGNORE,
        logs::outcomes,
        (log, source) -> outcome(outcomes, log, source, source::framed),
        LoggedOutcome::timeMs,
        LoggedOutcome::requestId,
        log -> Set.of());
  }

  private LogProcessor.Kind<Fields, LoggedOutcome> outcomesBy(
      MappedLog<OutcomeLog> mapping, SharedOutcomes outcomes) {
    return new LogProcessor.Kind<>(
        mapping.tombstones(),
        mapping.reader(),
        (fields, source) ->
            mapping
                .read(fields)
                .then(log -> outcome(outcomes, log, source, () -> mapping.writer().apply(log))),
        LoggedOutcome::timeMs,
        LoggedOutcome::requestId,
        fields -> Set.of());
  }

  private Reading<LoggedOutcome> outcome(
      SharedOutcomes outcomes, OutcomeLog log, SourceRecord source, Supplier<byte[]> wire) {
    return outcomes
        .read(OUTCOME.fields(log), wall.millis())
        .map(id -> logged(id, log, wire.get(), source));
  }

  private static LoggedOutcome logged(
      String requestId, OutcomeLog log, byte[] wire, SourceRecord source) {
    long timeMs = log.getOutcomeTimestamp().toEpochMilli();
    return new LoggedOutcome(requestId, timeMs, wire, () -> source.besides(wire));
  }

  private <L, V> KStream<byte[], V> logs(
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

  /** What joins refuse goes to quarantine as well. */
  public void quarantine(KStream<byte[], Quarantined> refused, String name) {
    quarantine.take(refused, name);
  }

  private <T> KStream<byte[], T> accepted(KStream<byte[], Ingested<T>> ingested, String name) {
    quarantine.take(
        ingested
            .filter((key, value) -> value instanceof Rejected, Named.as("rejected-" + name))
            .mapValues(value -> ((Rejected<T>) value).record(), Named.as("quarantined-" + name)),
        name);
    return ingested
        .filter((key, value) -> value instanceof Accepted, Named.as("accepted-" + name))
        .mapValues(value -> ((Accepted<T>) value).value(), Named.as("valid-" + name));
  }
}
