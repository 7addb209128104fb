package io.tidemark.kafka.ingest;

import io.tidemark.avro.Quarantined;
import io.tidemark.monitoring.metrics.IngestMetrics;
import io.tidemark.validation.Verdict;
import java.time.Clock;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Quarantines logs that were valid when they were read, and counted so: here they count by reason
 * alone. Thread-safe.
 *
 * @param wall the wall clock
 * @param metrics where they are counted
 */
public record LateRefusal(Clock wall, IngestMetrics metrics) {
  /** Lets the counters of a topic begin. */
  public void begin(String topic) {
    metrics.recordsOf(topic, RecordIntake.REASONS);
  }

  /**
   * The record as it goes to quarantine.
   *
   * @param topic it was read from
   * @param entities names of those that it is about
   */
  public Record<byte[], Quarantined> refuse(
      SourceRecord source, String topic, Verdict.Quarantined why, Set<String> entities) {
    metrics.recordQuarantined(topic, why.reason().name());
    return QuarantineRecords.of(source, topic, why, entities, wall.instant());
  }
}
