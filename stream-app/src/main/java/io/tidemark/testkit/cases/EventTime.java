package io.tidemark.testkit.cases;

import java.time.Duration;
import java.time.Instant;

/**
 * When an event happened or to where the clock goes: an instant, or a distance from the clock.
 *
 * @param instant {@code null} where it is a distance
 * @param offset {@code null} where it is an instant; negative for earlier
 */
record EventTime(Instant instant, Duration offset) {
  static final EventTime NOW = new EventTime(null, Duration.ZERO);

  Instant from(Instant now) {
    return instant == null ? now.plus(offset) : instant;
  }
}
