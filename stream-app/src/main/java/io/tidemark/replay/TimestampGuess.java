package io.tidemark.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** The formats of timestamps that values may have. */
final class TimestampGuess {
  private static final List<String> FORMATS =
      List.of(
          "iso",
          "dd/MM/yyyy HH:mm:ss",
          "dd/MM/yyyy HH:mm",
          "MM/dd/yyyy HH:mm:ss",
          "MM/dd/yyyy HH:mm",
          "dd.MM.yyyy HH:mm:ss",
          "dd.MM.yyyy HH:mm",
          "yyyy/MM/dd HH:mm:ss",
          "yyyy/MM/dd HH:mm",
          "epoch_seconds",
          "epoch_millis",
          "epoch_micros",
          "epoch_nanos");

  /** Numbers of a unit are taken for times of these years alone. */
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private TimestampGuess() {}

  /** Those that every value has, the likeliest first. */
  static List<String> formats(List<String> values) {
    return FORMATS.stream().filter(format -> isOfAll(format, values)).toList();
  }

  private static boolean isOfAll(String format, List<String> values) {
    TimestampFormat form = TimestampFormat.parse(format);
    Remarks unheard = new Remarks();
    return values.stream().allMatch(value -> isOf(form, value, unheard));
  }

  private static boolean isOf(TimestampFormat form, String value, Remarks unheard) {
    try {
      Instant instant = form.instant(value.strip(), unheard);
      return form.unit() == null || instant.isAfter(EARLIEST) && instant.isBefore(LATEST);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return false;
    }
  }
}
