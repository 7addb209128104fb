package io.tidemark.records;

import io.tidemark.definition.SourceRecords;
import io.tidemark.event.Fields;
import io.tidemark.store.KeyForm;
import io.tidemark.validation.EventChecks;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How the records of one source become events.
 *
 * @param checks the source and its compiled checks
 * @param recordKey what the records' own keys look like; of no fields where that is unknown
 * @param fields names of the fields that are read
 * @param reader makes a reader, which is not thread-safe, for each task
 * @param wall the wall clock
 */
public record EventReading(
    EventChecks checks,
    KeyForm recordKey,
    Set<String> fields,
    Supplier<AvroReader<Fields>> reader,
    Clock wall) {
  public EventReading {
    fields = Set.copyOf(fields);
  }

  /** The source's name. */
  public String source() {
    return checks.source().name();
  }

  /** The topic it is read from. */
  public String topic() {
    return checks.source().topic();
  }

  /** What a record without a value means. */
  public SourceRecords.Tombstones tombstones() {
    return checks.source().records().tombstones();
  }

  /** Whether a repeated event id is recognised. */
  public boolean deduplicates() {
    return checks.source().eventId() != null;
  }

  /** For how much event time ids are remembered. */
  public Duration dedupWindow() {
    return checks.source().dedupWindow();
  }
}
