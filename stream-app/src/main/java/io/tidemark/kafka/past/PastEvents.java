package io.tidemark.kafka.past;

import io.tidemark.event.Event;
import io.tidemark.event.Fields;
import io.tidemark.kafka.SchemaHeader;
import io.tidemark.records.EventReading;
import io.tidemark.seen.PastSeenIds;
import io.tidemark.validation.EventValidator;
import io.tidemark.validation.Verdict;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads records of the past as they were read when they came in, with ids of its own. What is not
 * valid was counted and quarantined then, and is dropped here.
 */
final class PastEvents {
  private final EventReading reading;
  private final AvroReader<Fields> decoder;
  private final EventValidator validator;

  PastEvents(EventReading reading) {
    this.reading = reading;
    this.decoder = reading.reader().get();
    this.validator =
        new EventValidator(
            reading.checks(),
            reading.deduplicates() ? new PastSeenIds(reading.dedupWindow()) : null);
  }

  /**
   * The event of a record that counts; its id is remembered.
   *
   * @throws io.tidemark.registry.RegistryUnavailableException when its schema cannot be looked up;
   *     nothing is remembered then
   */
  Optional<Event> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      Fields fields = decoder.read(record.value(), SchemaHeader.of(record.headers()));
      return event(validator.validate(fields, reading.wall().millis()));
    } catch (DecodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<Event> event(Verdict verdict) {
    if (verdict instanceof Verdict.Valid valid) {
      return Optional.of(valid.event());
    }
    return verdict instanceof Verdict.Flagged flagged
        ? Optional.of(flagged.event())
        : Optional.empty();
  }
}
