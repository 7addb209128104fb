package io.tidemark.replay;

import io.tidemark.event.IsoDateTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;

/**
 * How the text of a date or time is read; never bent to fit. Thread-safe.
 *
 * @param unit the unit of a number since the Unix epoch, or {@code null} for text
 * @param formatter the form of text; {@code null} for a number and for ISO 8601
 * @param zone the zone of text that names none
 */
record TimestampFormat(ChronoUnit unit, DateTimeFormatter formatter, ZoneId zone) {
  static final TimestampFormat ISO = new TimestampFormat(null, null, ZoneOffset.UTC);

  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  /** Digits before the point beyond which no number of nanoseconds is an instant. */
  private static final int MAX_DIGITS = 30;

  /**
   * Reads {@code iso} (see {@link IsoDateTime}; UTC without an offset), {@code epoch_seconds},
   * {@code epoch_millis}, {@code epoch_micros}, {@code epoch_nanos}, or a pattern of {@link
   * DateTimeFormatter}. With {@code @} and a zone behind it, that is the zone of times that name
   * none: {@code dd/MM/yyyy HH:mm@Europe/London}. In a pattern without an era {@code y} means
   * {@code u}, since a year of the era says no year.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  static TimestampFormat parse(String text) {
    return switch (text) {
      case "iso" -> ISO;
      case "epoch_seconds" -> ofEpoch(ChronoUnit.SECONDS);
      case "epoch_millis" -> ofEpoch(ChronoUnit.MILLIS);
      case "epoch_micros" -> ofEpoch(ChronoUnit.MICROS);
      case "epoch_nanos" -> ofEpoch(ChronoUnit.NANOS);
      default -> pattern(text);
    };
  }

  private static TimestampFormat ofEpoch(ChronoUnit unit) {
    return new TimestampFormat(unit, null, ZoneOffset.UTC);
  }

  private static TimestampFormat pattern(String text) {
    int at = text.lastIndexOf('@');
    String pattern = at < 0 ? text : text.substring(0, at);
    try {
      ZoneId zone = at < 0 ? ZoneOffset.UTC : ZoneId.of(text.substring(at + 1));
      return new TimestampFormat(null, pattern.equals("iso") ? null : formatter(pattern), zone);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          "Invalid timestamp format '"
              + text
              + "': must be iso, epoch_seconds, epoch_millis, epoch_micros, epoch_nanos or a"
              + " pattern[@zone] ("
              + e.getMessage()
              + ").",
          e);
    }
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(withProlepticYears(pattern), Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Text in quotes is left as it is. */
  private static String withProlepticYears(String pattern) {
    StringBuilder years = new StringBuilder();
    boolean quoted = false;
    boolean hasEra = false;
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      hasEra |= c == 'G' && !quoted;
      years.append(c == 'y' && !quoted ? 'u' : c);
    }
    return hasEra ? pattern : years.toString();
  }

  /**
   * Reads an instant.
   *
   * @param remarks is told when the local time is ambiguous
   * @throws DateTimeException, {@link ArithmeticException} or {@link NumberFormatException} when it
   *     is not of this form
   * @throws IllegalArgumentException with the rule, when clocks never showed that time
   */
  Instant instant(String text, Remarks remarks) {
    if (unit != null) {
      return epoch(NumberForm.PLAIN.exact(text));
    }
    TemporalAccessor parsed = parsed(text);
    if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
      return OffsetDateTime.from(parsed).toInstant();
    }
    ZoneId named = parsed.query(TemporalQueries.zoneId());
    return inZone(LocalDateTime.from(parsed), named == null ? zone : named, remarks);
  }

  private Instant epoch(BigDecimal number) {
    if (number.precision() - (long) number.scale() > MAX_DIGITS) {
      throw new ArithmeticException("out of range");
    }
    BigInteger nanos =
        number
            .multiply(BigDecimal.valueOf(unit.getDuration().toNanos()))
            .setScale(0, RoundingMode.FLOOR)
            .toBigInteger();
    BigInteger[] parts = nanos.divideAndRemainder(NANOS);
    return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private static Instant inZone(LocalDateTime local, ZoneId zone, Remarks remarks) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new IllegalArgumentException(
          "must be a local time that exists in "
              + zone
              + ", where clocks were put forward over it");
    }
    if (offsets.size() > 1) {
      remarks.add(Remarks.Remark.AMBIGUOUS_TIME);
    }
    return local.toInstant(offsets.get(0));
  }

  private TemporalAccessor parsed(String text) {
    return formatter == null ? IsoDateTime.parse(text) : formatter.parse(text);
  }

  /** Reads a date and time that are in no zone; one with an offset is refused. */
  LocalDateTime local(String text) {
    TemporalAccessor parsed = parsed(text);
    if (unit != null || parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
      throw new DateTimeException("a local time has no offset");
    }
    return LocalDateTime.from(parsed);
  }

  /** Reads a date without a time. */
  LocalDate date(String text) {
    return formatter == null ? LocalDate.parse(text) : LocalDate.from(formatter.parse(text));
  }

  /** Reads a time of day. */
  LocalTime time(String text) {
    return formatter == null ? LocalTime.parse(text) : LocalTime.from(formatter.parse(text));
  }

  String description() {
    return unit != null ? "a number of " + unit + " since 1970" : "a timestamp";
  }
}
