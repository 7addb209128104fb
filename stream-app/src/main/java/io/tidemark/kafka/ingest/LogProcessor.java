package io.tidemark.kafka.ingest;

import io.tidemark.definition.SourceRecords.Tombstones;
import io.tidemark.kafka.StreamTimeHeader;
import io.tidemark.kafka.ingest.RecordIntake.Checked;
import io.tidemark.monitoring.metrics.IngestMetrics;
import io.tidemark.monitoring.metrics.RecordOutcome;
import io.tidemark.records.Ingested;
import io.tidemark.task.TaskSum;
import io.tidemark.validation.Reading;
import io.tidemark.validation.Verdict;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Reads one side of a join: each log is counted as exactly one of valid or quarantined. One that is
 * doubted goes on and is quarantined; one that is too far ahead of stream time waits, and is
 * counted when it is decided.
 *
 * @param <L> the log
 * @param <V> what a valid one becomes
 */
final class LogProcessor<L, V> implements Processor<byte[], byte[], byte[], Ingested<V>> {
  private final String topic;
  private final Kind<L, V> kind;
  private final Time told;
  private final Clock wall;
  private final IngestMetrics metrics;
  private RecordIntake<L> intake;
  private PartitionTime time;
  private ProcessorContext<byte[], Ingested<V>> context;

  /**
   * In what logs differ.
   *
   * @param tombstones what a record without a value means
   * @param reader makes a reader of the wire format
   * @param check takes a log and the record as it was read
   * @param timeMs when it happened, milliseconds since the Unix epoch
   * @param requestId of the request it is about
   * @param entities names of those that it is about
   */
  record Kind<L, V>(
      Tombstones tombstones,
      Supplier<AvroReader<L>> reader,
      BiFunction<L, SourceRecord, Reading<V>> check,
      ToLongFunction<V> timeMs,
      Function<V, String> requestId,
      Function<L, Set<String>> entities) {}

  /**
   * What time it is in the partitions of a topic.
   *
   * @param stores where that is remembered
   * @param heldMs told by how much time is held back
   */
  record Time(TimeStores stores, TaskSum heldMs) {}

  /**
   * Creates a processor.
   *
   * @param topic the topic it reads, which is its name in metrics
   */
  LogProcessor(String topic, Kind<L, V> kind, Time time, Clock wall, IngestMetrics metrics) {
    this.topic = topic;
    this.kind = kind;
    this.told = time;
    this.wall = wall;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], Ingested<V>> processorContext) {
    context = processorContext;
    intake =
        new RecordIntake<>(
            topic, kind.tombstones(), kind.reader().get(), kind.entities(), wall, metrics);
    time = PartitionTime.of(wall, told.stores(), told.heldMs(), context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    read(new RawRecord(record, context.recordMetadata().orElseThrow().offset()));
    time.decide(this::read, this::refuse);
  }

  private void read(RawRecord raw) {
    intake.take(raw.record(), at(raw), log -> check(log, raw), this::forward);
  }

  private void forward(Record<byte[], Ingested<V>> record) {
    boolean told = time.followsEvents() && record.value() instanceof Ingested.Accepted<V>;
    context.forward(told ? record.withHeaders(withTime(record.headers())) : record);
  }

  /** Copies: what is quarantined goes on with the headers it came with. */
  private Headers withTime(Headers headers) {
    return StreamTimeHeader.write(new RecordHeaders(headers), time.streamMs());
  }

  private void refuse(RawRecord raw, Verdict.Quarantined why) {
    intake.<V>refuse(raw.record(), at(raw), why, context::forward);
  }

  private RecordMetadata at(RawRecord raw) {
    return raw.at(topic, context.taskId().partition());
  }

  @Override
  public void close() {
    if (time != null) {
      time.close();
    }
  }

  private Checked<V> check(L log, RawRecord raw) {
    SourceRecord source = new SourceRecord(context.taskId().partition(), raw);
    Reading<V> reading = kind.check().apply(log, source);
    if (reading instanceof Reading.Refused<V> refused) {
      return Checked.refused(refused.verdict());
    }
    V input = reading.input().orElseThrow();
    long timeMs = kind.timeMs().applyAsLong(input);
    if (time.isAhead(timeMs)) {
      time.hold(kind.requestId().apply(input).hashCode(), timeMs, raw);
      return Checked.ignored();
    }
    time.believe(timeMs);
    metrics.eventSeen(topic, timeMs);
    if (reading instanceof Reading.Doubted<V> doubted) {
      return new Checked<>(input, doubted.verdict());
    }
    metrics.recordRead(topic, RecordOutcome.VALID);
    return Checked.accepted(input);
  }
}
