package io.tidemark.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** Converts plain values to dates, times and timestamps of Avro, cut downwards to their unit. */
final class TimeTarget {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final TimestampFormat format;
  private final Remarks remarks;

  TimeTarget(TimestampFormat format, Remarks remarks) {
    this.format = format;
    this.remarks = remarks;
  }

  /** Whether values of a schema are points in time, local or not. */
  static boolean isTimestamp(Schema schema) {
    return name(schema).contains("timestamp-");
  }

  /** Whether values of a schema are timestamps, dates or times of day. */
  static boolean isTime(Schema schema) {
    return isTimestamp(schema) || name(schema).startsWith("time-") || name(schema).equals("date");
  }

  /** The unit of a timestamp or a time of day. */
  static ChronoUnit unit(Schema schema) {
    String name = name(schema);
    return name.endsWith("millis")
        ? ChronoUnit.MILLIS
        : name.endsWith("micros") ? ChronoUnit.MICROS : ChronoUnit.NANOS;
  }

  private static String name(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return logical == null ? "" : logical.getName();
  }

  /**
   * Converts a value for a schema that {@link #isTime}.
   *
   * @throws IllegalArgumentException with the rule that the value breaks
   */
  Object convert(Object value, Schema to) {
    String name = name(to);
    try {
      long number =
          switch (name.substring(0, Math.max(4, name.lastIndexOf('-')))) {
            case "date" -> date(value).toEpochDay();
            case "time" -> ofDay(value, unit(to));
            case "local-timestamp" -> count(local(value).toInstant(ZoneOffset.UTC), unit(to));
            default -> count(instant(value), unit(to));
          };
      return to.getType() == Schema.Type.INT ? (Object) Math.toIntExact(number) : number;
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("must be " + description(name), e);
    }
  }

  private String description(String name) {
    if (name.equals("date")) {
      return "a date of the declared format, by default 2026-11-29";
    }
    if (name.startsWith("time-")) {
      return "a time of day of the declared format, by default 09:00:00.5";
    }
    return name.startsWith("local-")
        ? "a local date and time of the declared format, without an offset"
        : format.description() + " of the declared format";
  }

  private Instant instant(Object value) {
    return value instanceof Instant instant
        ? instant
        : format.instant(value.toString().strip(), remarks);
  }

  private LocalDateTime local(Object value) {
    return value instanceof LocalDateTime local ? local : format.local(value.toString().strip());
  }

  private LocalDate date(Object value) {
    return value instanceof LocalDate date ? date : format.date(value.toString().strip());
  }

  private long ofDay(Object value, ChronoUnit unit) {
    LocalTime time =
        value instanceof LocalTime exact ? exact : format.time(value.toString().strip());
    return cut(time.toNanoOfDay(), unit);
  }

  private long count(Instant instant, ChronoUnit unit) {
    long perSecond = NANOS_PER_SECOND / unit.getDuration().toNanos();
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), perSecond), cut(instant.getNano(), unit));
  }

  private long cut(long nanos, ChronoUnit unit) {
    long perUnit = unit.getDuration().toNanos();
    if (nanos % perUnit != 0) {
      remarks.add(Remarks.Remark.CUT_TIME);
    }
    return nanos / perUnit;
  }
}
