package io.tidemark.testkit.cases;

import java.time.Duration;
import java.time.Instant;

/**
 * When an event happened: an instant, or a distance from the clock. Immutable.
 *
 * @param instant {@code null} where it is a distance
 * @param offset {@code null} where it is an instant; negative for earlier
 */
public record EventTime(Instant instant, Duration offset) {
  /** What the clock shows. */
  public static final EventTime NOW = new EventTime(null, Duration.ZERO);

  /** The instant, where the clock shows {@code now}. */
  public Instant from(Instant now) {
    return instant == null ? now.plus(offset) : instant;
  }
}
