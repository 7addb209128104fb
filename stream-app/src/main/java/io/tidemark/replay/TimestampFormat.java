package io.tidemark.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * How the text of a timestamp is read. Thread-safe.
 *
 * @param unit the unit of a number since the Unix epoch, or {@code null} for text
 * @param formatter the form of text, or {@code null} for a number
 * @param zone the zone of text that names none
 */
record TimestampFormat(ChronoUnit unit, DateTimeFormatter formatter, ZoneId zone) {
  static final TimestampFormat ISO =
      new TimestampFormat(
          null,
          new DateTimeFormatterBuilder()
              .append(DateTimeFormatter.ISO_LOCAL_DATE)
              .appendPattern("['T'][' ']")
              .append(DateTimeFormatter.ISO_LOCAL_TIME)
              .optionalStart()
              .appendOffset("+HH:MM", "Z")
              .toFormatter(Locale.ROOT),
          ZoneOffset.UTC);

  /**
   * Reads {@code iso} (date and time with {@code T} or a space between, UTC without an offset),
   * {@code epoch_seconds}, {@code epoch_millis}, {@code epoch_micros}, or a pattern of {@link
   * DateTimeFormatter}, optionally with the zone of times that name none: {@code dd/MM/yyyy
   * HH:mm@Europe/London}.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  static TimestampFormat parse(String text) {
    return switch (text) {
      case "iso" -> ISO;
      case "epoch_seconds" -> new TimestampFormat(ChronoUnit.SECONDS, null, ZoneOffset.UTC);
      case "epoch_millis" -> new TimestampFormat(ChronoUnit.MILLIS, null, ZoneOffset.UTC);
      case "epoch_micros" -> new TimestampFormat(ChronoUnit.MICROS, null, ZoneOffset.UTC);
      default -> pattern(text);
    };
  }

  private static TimestampFormat pattern(String text) {
    int at = text.lastIndexOf('@');
    String pattern = at < 0 ? text : text.substring(0, at);
    try {
      ZoneId zone = at < 0 ? ZoneOffset.UTC : ZoneId.of(text.substring(at + 1));
      return new TimestampFormat(null, DateTimeFormatter.ofPattern(pattern, Locale.ROOT), zone);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          "Invalid timestamp format '"
              + text
              + "': must be iso, epoch_seconds, epoch_millis, epoch_micros or a pattern[@zone] ("
              + e.getMessage()
              + ").",
          e);
    }
  }

  /**
   * Reads one value.
   *
   * @throws DateTimeException or {@link NumberFormatException} when it is not of this form
   */
  Instant read(String text) {
    if (unit != null) {
      return Instant.EPOCH.plus(Long.parseLong(text), unit);
    }
    TemporalAccessor parsed =
        formatter.parseBest(text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof LocalDateTime local
        ? local.atZone(zone).toInstant()
        : Instant.from(parsed);
  }

  String description() {
    return unit != null ? "a number of " + unit + " since 1970" : "a timestamp";
  }
}
