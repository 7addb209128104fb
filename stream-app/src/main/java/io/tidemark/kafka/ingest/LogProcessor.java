package io.tidemark.kafka.ingest;

import io.tidemark.definition.SourceRecords.Tombstones;
import io.tidemark.kafka.ingest.RecordIntake.Checked;
import io.tidemark.monitoring.metrics.IngestMetrics;
import io.tidemark.monitoring.metrics.RecordOutcome;
import io.tidemark.records.Ingested;
import io.tidemark.validation.Reading;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Reads one side of a join: each log is counted as exactly one of valid or quarantined. One that is
 * doubted goes on and is quarantined.
 *
 * @param <L> the log
 * @param <V> what a valid one becomes
 */
final class LogProcessor<L, V> implements Processor<byte[], byte[], byte[], Ingested<V>> {
  private final String topic;
  private final Kind<L, V> kind;
  private final Clock wall;
  private final IngestMetrics metrics;
  private RecordIntake<L> intake;
  private ProcessorContext<byte[], Ingested<V>> context;

  /**
   * In what logs differ.
   *
   * @param reader makes a reader of the wire format
   * @param check takes a log and the record as it was read, wire format and all
   * @param timeMs when it happened, milliseconds since the Unix epoch
   */
  record Kind<L, V>(
      Supplier<AvroReader<L>> reader,
      BiFunction<L, byte[], Reading<V>> check,
      ToLongFunction<V> timeMs) {}

  /**
   * Creates a processor.
   *
   * @param topic the topic it reads, which is its name in metrics
   */
  LogProcessor(String topic, Kind<L, V> kind, Clock wall, IngestMetrics metrics) {
    this.topic = topic;
    this.kind = kind;
    this.wall = wall;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], Ingested<V>> processorContext) {
    context = processorContext;
    intake = new RecordIntake<>(topic, Tombstones.IGNORE, kind.reader().get(), wall, metrics);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    intake.take(
        record,
        context.recordMetadata().orElseThrow(),
        log -> check(log, RecordIntake.framed(record)),
        context::forward);
  }

  private Checked<V> check(L log, byte[] wire) {
    Reading<V> reading = kind.check().apply(log, wire);
    if (reading instanceof Reading.Refused<V> refused) {
      return Checked.refused(refused.verdict());
    }
    V input = reading.input().orElseThrow();
    metrics.eventSeen(topic, kind.timeMs().applyAsLong(input));
    if (reading instanceof Reading.Doubted<V> doubted) {
      return new Checked<>(input, doubted.verdict());
    }
    metrics.recordRead(topic, RecordOutcome.VALID);
    return Checked.accepted(input);
  }
}
