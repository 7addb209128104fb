package io.tidemark.kafka.ingest;

import io.tidemark.event.Event;
import io.tidemark.validation.EventValidator;
import io.tidemark.validation.Verdict;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import io.tidemark.wire.WireFormat;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads records of the past as they were read when they came in, with ids of its own. What is not
 * valid was counted and quarantined then, and is dropped here.
 */
final class PastEvents {
  private final EventTask task;
  private final AvroReader<GenericRecord> reader;
  private final EventValidator validator;

  PastEvents(EventTask task) {
    this.task = task;
    this.reader = task.reader().get();
    this.validator =
        new EventValidator(
            task.checks(),
            task.deduplicates() ? new PastSeenIds(task.checks().source().dedupWindow()) : null);
  }

  /**
   * The event of a record that counts; its id is remembered.
   *
   * @throws io.tidemark.registry.RegistryUnavailableException when its schema cannot be looked up;
   *     nothing is remembered then
   */
  Optional<Event> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      GenericRecord decoded = reader.read(record.value(), schemaHeader(record));
      Verdict verdict = validator.validate(task.layout().fields(decoded), task.wall().millis());
      return event(verdict);
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

  private static byte[] schemaHeader(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(WireFormat.VALUE_SCHEMA_HEADER);
    return header == null ? null : header.value();
  }
}
