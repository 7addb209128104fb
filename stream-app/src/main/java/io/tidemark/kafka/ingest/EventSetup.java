package io.tidemark.kafka.ingest;

import io.tidemark.definition.WindowTime;
import io.tidemark.event.Fields;
import io.tidemark.kafka.past.PastSetup;
import io.tidemark.monitoring.metrics.IngestMetrics;
import io.tidemark.records.EventReading;
import io.tidemark.task.TaskSum;
import io.tidemark.validation.LateCheck;
import java.util.Set;
import java.util.function.Function;

/**
 * What every task of one source shares.
 *
 * @param reading how its records become events
 * @param lateness tells events that are older than every window
 * @param past what it held before a feature group was declared
 * @param time what time it is for windows
 * @param heldMs told by how much stream time is held back
 * @param entities names of those that an event is about
 * @param metrics where the processor reports
 */
public record EventSetup(
    EventReading reading,
    LateCheck lateness,
    PastSetup past,
    WindowTime time,
    TaskSum heldMs,
    Function<Fields, Set<String>> entities,
    IngestMetrics metrics) {
  /** The source's name. */
  public String name() {
    return reading.source();
  }

  String backfillStore() {
    return "backfill-" + name();
  }

  /** Where what time it is in a partition is remembered. */
  TimeStores timeStores() {
    return new TimeStores(time, name());
  }

  String seenStore() {
    return "event-ids-" + name();
  }

  String seenHook() {
    return "commit-event-ids-" + name();
  }
}
