package io.tidemark.definition;

import io.tidemark.definition.EventTimeException.Reason;
import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.event.IsoDateTime;
import io.tidemark.event.RecordType;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Reads the event time of a source's records in milliseconds since the Unix epoch. The unit is the
 * field's logical type where it has one, else the declared one, never guessed; finer units are cut
 * downwards. Thread-safe.
 */
public final class EventTimeReader {
  private final String field;
  private final EventTimeUnit unit;

  private EventTimeReader(String field, EventTimeUnit unit) {
    this.field = field;
    this.unit = unit;
  }

  /**
   * A reader for the source's records.
   *
   * @throws IllegalArgumentException when the schema has no such field, or its type and the
   *     declared unit do not fit; the message says what to declare instead
   */
  public static EventTimeReader of(Source source, RecordType schema) {
    FieldType type =
        schema
            .field(source.eventTime())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no field '" + source.eventTime() + "' in the schema"));
    // a producer may come to write the unit as a logical type, and no unit contradicts that
    if (type.kind() != Kind.TIMESTAMP && type.kind() != expectedKind(source.eventTimeUnit())) {
      throw new IllegalArgumentException(mismatch(type.kind()));
    }
    return new EventTimeReader(source.eventTime(), source.eventTimeUnit());
  }

  private static Kind expectedKind(EventTimeUnit unit) {
    return switch (unit) {
      case LOGICAL_TYPE -> Kind.TIMESTAMP;
      case EPOCH_SECONDS, EPOCH_MILLIS, EPOCH_MICROS -> Kind.INT;
      case ISO_8601 -> Kind.STRING;
    };
  }

  private static String mismatch(Kind kind) {
    return switch (kind) {
      case INT -> "the field is a number: declare {field: ..., unit: seconds|millis|micros}";
      case STRING -> "the field is a string: declare {field: ..., unit: iso}";
      default -> "must be a timestamp, an int or a string";
    };
  }

  /**
   * The record's event time, milliseconds since the Unix epoch.
   *
   * @throws EventTimeException when the field is null, or its value stands for no instant that fits
   */
  public long read(Fields fields) throws EventTimeException {
    Object value = fields.get(field);
    if (value == null) {
      throw new EventTimeException(Reason.MISSING, "event time field '" + field + "' is null");
    }
    try {
      return millis(value);
    } catch (ArithmeticException | DateTimeException e) {
      throw unparsable(value);
    }
  }

  private long millis(Object value) throws EventTimeException {
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    if (unit == EventTimeUnit.ISO_8601 && value instanceof String text) {
      return IsoDateTime.instant(text).toEpochMilli();
    }
    if (value instanceof Long number) {
      return epoch(number);
    }
    throw unparsable(value);
  }

  private long epoch(long number) {
    return switch (unit) {
      case EPOCH_SECONDS -> Math.multiplyExact(number, 1_000L);
      case EPOCH_MILLIS -> number;
      case EPOCH_MICROS -> Math.floorDiv(number, 1_000L);
      case LOGICAL_TYPE, ISO_8601 -> throw new DateTimeException("not a number of " + unit);
    };
  }

  private EventTimeException unparsable(Object value) {
    String shown = String.valueOf(value);
    String cut = shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
    return new EventTimeException(
        Reason.UNPARSABLE, "event time field '" + field + "' has '" + cut + "', must be " + form());
  }

  private String form() {
    return switch (unit) {
      case LOGICAL_TYPE -> "a timestamp";
      case EPOCH_SECONDS -> "seconds since 1970";
      case EPOCH_MILLIS -> "milliseconds since 1970";
      case EPOCH_MICROS -> "microseconds since 1970";
      case ISO_8601 -> "an ISO-8601 date and time";
    };
  }
}
