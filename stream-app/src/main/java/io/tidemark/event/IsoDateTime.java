package io.tidemark.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Dates with times as ISO 8601 writes them, and as programs do that nearly follow it: the one place
 * that reads them.
 *
 * <p>Read are the extended and the basic form ({@code 2026-11-29T09:00:00.5}, {@code
 * 20261129T090000}), a {@code T} or spaces between date and time, seconds and their fraction or
 * neither, and an offset: {@code Z}, {@code +01}, {@code +0100}, {@code +01:00}, {@code UTC} or
 * {@code GMT}, with or without a space before it. A zone in brackets may follow an offset, which
 * then decides.
 *
 * <p>Nothing is bent: the 30th of February, the hour 24 and the leap second 60 are refused, and so
 * is a date without a time.
 */
public final class IsoDateTime {
  private static final DateTimeFormatter BASIC_DATE = strict("uuuuMMdd");

  private static final DateTimeFormatter TIME =
      offset(new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_TIME));

  private static final DateTimeFormatter BASIC_TIME =
      offset(
          new DateTimeFormatterBuilder()
              .appendPattern("HHmm")
              .optionalStart()
              .appendPattern("ss")
              .optionalStart()
              .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
              .optionalEnd()
              .optionalEnd());

  private static final Pattern SPACE_BEFORE_OFFSET = Pattern.compile(" +(?=[+-]|Z$)");

  private IsoDateTime() {}

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** The longest form of an offset stands first, as what one form left over would be refused. */
  private static DateTimeFormatter offset(DateTimeFormatterBuilder time) {
    return time.optionalStart()
        .appendOffset("+HH:MM:ss", "Z")
        .optionalEnd()
        .optionalStart()
        .appendOffset("+HHMMss", "+0000")
        .optionalEnd()
        .optionalStart()
        .appendOffset("+HH", "+00")
        .optionalEnd()
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * The instant a text stands for, in UTC where it names no offset.
   *
   * @throws DateTimeException when it is no such text
   */
  public static Instant instant(String text) {
    TemporalAccessor parsed = parse(text);
    return parsed instanceof OffsetDateTime offset
        ? offset.toInstant()
        : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
  }

  /**
   * An {@link OffsetDateTime} where the text names an offset, else a {@link LocalDateTime}.
   *
   * @throws DateTimeException when it is no such text
   */
  public static TemporalAccessor parse(String text) {
    String whole = withoutZone(text.strip());
    int split = endOfDate(whole);
    LocalDate date = date(whole.substring(0, split));
    TemporalAccessor time = time(whole.substring(split + 1).strip());
    return time instanceof OffsetTime offset ? offset.atDate(date) : date.atTime((LocalTime) time);
  }

  private static String withoutZone(String text) {
    int bracket = text.indexOf('[');
    if (bracket < 0 || !text.endsWith("]")) {
      return text;
    }
    ZoneId.of(text.substring(bracket + 1, text.length() - 1));
    String rest = text.substring(0, bracket);
    if (!(parse(rest) instanceof OffsetDateTime)) {
      throw new DateTimeException("a zone in brackets needs an offset before it");
    }
    return rest;
  }

  private static int endOfDate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("Tt ".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    throw new DateTimeException("a date and a time with a T or a space between them are needed");
  }

  private static LocalDate date(String text) {
    boolean extended = text.indexOf('-', 1) > 0;
    return LocalDate.parse(text, extended ? DateTimeFormatter.ISO_LOCAL_DATE : BASIC_DATE);
  }

  private static TemporalAccessor time(String text) {
    String plain = withoutSpace(text.replace(',', '.'));
    boolean extended = plain.indexOf(':') == 2;
    TemporalAccessor time = (extended ? TIME : BASIC_TIME).parse(plain);
    return time.isSupported(ChronoField.OFFSET_SECONDS)
        ? OffsetTime.from(time)
        : LocalTime.from(time);
  }

  /** UTC by its name is Z, and an offset joins the time. */
  private static String withoutSpace(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.endsWith("UTC") || upper.endsWith("GMT")) {
      return upper.substring(0, upper.length() - 3).stripTrailing() + "Z";
    }
    return upper.indexOf(' ') < 0 ? upper : SPACE_BEFORE_OFFSET.matcher(upper).replaceFirst("");
  }
}
