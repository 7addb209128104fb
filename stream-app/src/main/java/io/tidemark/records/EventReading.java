package io.tidemark.records;

import io.tidemark.event.avro.AvroLayout;
import io.tidemark.validation.EventChecks;
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;

/**
 * How the records of one source become events.
 *
 * @param checks the source and its compiled checks
 * @param layout of the records the reader makes
 * @param reader makes a reader, which is not thread-safe, for each task
 * @param wall the wall clock
 */
public record EventReading(
    EventChecks checks, AvroLayout layout, Supplier<AvroReader<GenericRecord>> reader, Clock wall) {
  /** The source's name. */
  public String source() {
    return checks.source().name();
  }

  /** The topic it is read from. */
  public String topic() {
    return checks.source().topic();
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
