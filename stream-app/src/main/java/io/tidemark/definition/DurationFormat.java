package io.tidemark.definition;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as definitions and settings write them: a whole number and one unit of {@code s},
 * {@code m} (minutes), {@code h}, {@code d} (24 hours) or {@code w}, such as {@code 30s} or {@code
 * 7d}.
 */
public final class DurationFormat {
  /** What to tell somebody whose duration was refused. */
  public static final String RULE =
      "must be a whole number and a unit: s, m, h, d or w, such as 30s, 5m or 7d";

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhdw])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  private DurationFormat() {}

  /** The duration, or empty when the text has another form. Never negative; zero is allowed. */
  public static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(UNITS.get(form.group(2)).multipliedBy(Long.parseLong(form.group(1))))
        : Optional.empty();
  }

  /** The shortest form that parses back to the duration, which is cut to whole seconds. */
  public static String format(Duration duration) {
    long seconds = duration.toSeconds();
    for (String unit : new String[] {"d", "h", "m"}) {
      long size = UNITS.get(unit).toSeconds();
      if (seconds != 0 && seconds % size == 0) {
        return seconds / size + unit;
      }
    }
    return seconds + "s";
  }
}
