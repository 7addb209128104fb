package io.tidemark.kafka.ingest;

import io.tidemark.avro.Quarantined;
import io.tidemark.definition.SourceRecords.Tombstones;
import io.tidemark.kafka.SchemaHeader;
import io.tidemark.monitoring.metrics.IngestMetrics;
import io.tidemark.monitoring.metrics.RecordOutcome;
import io.tidemark.records.Ingested;
import io.tidemark.validation.Reason;
import io.tidemark.validation.Verdict;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import io.tidemark.wire.DecodingReason;
import io.tidemark.wire.WireFormat;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The part of reading a record that is the same for every topic: decode it, and quarantine it with
 * its original bytes when that fails. Not thread-safe: one per task.
 *
 * @param <T> the decoded record
 */
final class RecordIntake<T> {
  static final List<String> REASONS = Arrays.stream(Reason.values()).map(Reason::name).toList();

  private final String source;
  private final Tombstones tombstones;
  private final AvroReader<T> reader;
  private final Function<T, Set<String>> entities;
  private final Clock wall;
  private final IngestMetrics metrics;

  /**
   * @param entities names of those that a decoded record is about
   */
  RecordIntake(
      String source,
      Tombstones tombstones,
      AvroReader<T> reader,
      Function<T, Set<String>> entities,
      Clock wall,
      IngestMetrics metrics) {
    this.source = source;
    this.tombstones = tombstones;
    this.reader = reader;
    this.entities = entities;
    this.wall = wall;
    this.metrics = metrics;
    metrics.recordsOf(source, REASONS);
  }

  /**
   * Decodes a record and hands it on; a tombstone that means nothing, and a record of a type that
   * is none of the source's, are counted and left.
   *
   * @param check decides about the decoded record; its refusals are quarantined here
   * @param goesOn takes what becomes of it: nothing, one thing, or two where it is doubted
   */
  <O> void take(
      Record<byte[], byte[]> record,
      RecordMetadata at,
      Function<T, Checked<O>> check,
      Consumer<Record<byte[], Ingested<O>>> goesOn) {
    if (record.value() == null && tombstones == Tombstones.IGNORE) {
      metrics.recordRead(source, RecordOutcome.TOMBSTONE);
      return;
    }
    try {
      T decoded = reader.read(record.value(), SchemaHeader.of(record.headers()));
      metrics.recordDecoded(source, QuarantineRecords.schemaId(record));
      Checked<O> checked = check.apply(decoded);
      if (checked.value() != null) {
        goesOn.accept(record.withValue(new Ingested.Accepted<>(checked.value())));
      }
      if (checked.refusal() != null) {
        Integer id = QuarantineRecords.schemaId(record);
        goesOn.accept(reject(record, at, checked.refusal(), id, entities.apply(decoded)));
      }
    } catch (DecodingException e) {
      if (e.reason() == DecodingReason.OTHER_RECORD) {
        metrics.recordRead(source, RecordOutcome.OTHER_TYPE);
      } else {
        goesOn.accept(undecodable(record, at, e));
      }
    }
  }

  private <O> Record<byte[], Ingested<O>> undecodable(
      Record<byte[], byte[]> record, RecordMetadata at, DecodingException e) {
    Verdict.Quarantined refusal = new Verdict.Quarantined(reason(e), null, e.getMessage());
    Integer id = e.schemaId().isPresent() ? e.schemaId().getAsInt() : null;
    return reject(record, at, refusal, id, Set.of());
  }

  /**
   * A value that goes on, or none; and why the record is quarantined, or nothing where it is not.
   */
  record Checked<O>(O value, Verdict.Quarantined refusal) {
    static <O> Checked<O> accepted(O value) {
      return new Checked<>(value, null);
    }

    static <O> Checked<O> ignored() {
      return new Checked<>(null, null);
    }

    static <O> Checked<O> refused(Verdict.Quarantined refusal) {
      return new Checked<>(null, refusal);
    }
  }

  /** Quarantines a record that was decoded before. */
  <O> void refuse(
      Record<byte[], byte[]> record,
      RecordMetadata at,
      Verdict.Quarantined refusal,
      Consumer<Record<byte[], Ingested<O>>> goesOn) {
    goesOn.accept(reject(record, at, refusal, QuarantineRecords.schemaId(record), Set.of()));
  }

  /** To quarantine without the headers that frame what it was. */
  private <O> Record<byte[], Ingested<O>> reject(
      Record<byte[], byte[]> record,
      RecordMetadata at,
      Verdict.Quarantined refusal,
      Integer id,
      Set<String> named) {
    metrics.recordRead(source, RecordOutcome.QUARANTINED);
    metrics.recordQuarantined(source, refusal.reason().name());
    if (refusal.reason() == Reason.RULE_FAILED || refusal.reason() == Reason.RULE_ERROR) {
      metrics.ruleFailed(source, refusal.rule());
    }
    Quarantined quarantined = QuarantineRecords.of(record, at, refusal, id, named, wall.instant());
    return record
        .<Ingested<O>>withValue(new Ingested.Rejected<>(quarantined))
        .withHeaders(QuarantineRecords.goingOn(record.headers()));
  }

  /**
   * An accepted record's value with its schema's id or GUID in front, whether that came in front or
   * in a header: the form that is read again behind a repartition topic and from state.
   */
  static byte[] framed(Record<byte[], byte[]> record) {
    return WireFormat.inPayloadForm(record.value(), SchemaHeader.of(record.headers()));
  }

  private static Reason reason(DecodingException e) {
    return switch (e.reason()) {
      case EMPTY -> Reason.EMPTY_VALUE;
      case BAD_MAGIC -> Reason.BAD_MAGIC;
      case TRUNCATED -> Reason.TRUNCATED;
      case TOO_LARGE -> Reason.TOO_LARGE;
      case SCHEMA_UNKNOWN -> Reason.UNKNOWN_SCHEMA;
      case SCHEMA_TYPE -> Reason.SCHEMA_TYPE;
      case GUID_UNSUPPORTED -> Reason.SCHEMA_GUID;
      case NOT_A_RECORD, CORRUPT, TOO_DEEP, TOO_MANY_ITEMS, TRAILING_BYTES -> Reason.UNDECODABLE;
      case INCOMPATIBLE, OTHER_RECORD -> Reason.UNRESOLVABLE;
    };
  }
}
