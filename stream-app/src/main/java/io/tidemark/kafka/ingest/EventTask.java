package io.tidemark.kafka.ingest;

import io.tidemark.definition.ClockMode;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.kafka.state.TaskSum;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.validation.EventChecks;
import io.tidemark.validation.LateCheck;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;

/**
 * What every task of one source shares.
 *
 * @param checks the source and its compiled checks
 * @param lateness tells events that are older than every window
 * @param layout of the records the reader makes
 * @param reader makes a reader, which is not thread-safe, for each task
 * @param groups ids of the feature groups the source feeds
 * @param history what the source held before a group was declared
 * @param pastRemaining records of it that groups still lack
 * @param clock what makes windows slide
 * @param wall the wall clock
 * @param metrics where the processor reports
 */
public record EventTask(
    EventChecks checks,
    LateCheck lateness,
    AvroLayout layout,
    Supplier<AvroReader<GenericRecord>> reader,
    Set<String> groups,
    SourceHistory history,
    TaskSum pastRemaining,
    ClockMode clock,
    Clock wall,
    TidemarkMetrics metrics) {

  /** The source's name. */
  public String name() {
    return checks.source().name();
  }

  boolean deduplicates() {
    return checks.source().eventId() != null;
  }

  String backfillStore() {
    return "backfill-" + name();
  }

  String seenStore() {
    return "event-ids-" + name();
  }

  String seenHook() {
    return seenStore() + "-commit";
  }
}
