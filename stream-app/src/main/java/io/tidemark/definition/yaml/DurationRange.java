package io.tidemark.definition.yaml;

import io.tidemark.definition.DurationFormat;
import java.time.Duration;

/**
 * Durations from {@code min} to {@code max}, both included, in whole steps.
 *
 * @param step what a duration must be a multiple of
 */
record DurationRange(Duration min, Duration max, Duration step) {
  static final Duration LONGEST = Duration.ofDays(90);

  /** A feature's window. */
  static final DurationRange WINDOW = between(Duration.ofMinutes(1), LONGEST);

  /** The step in which a window's tail moves. */
  static final DurationRange HOP = between(Duration.ofSeconds(1), LONGEST);

  /** The time without events that ends a session. */
  static final DurationRange SESSION_GAP = between(Duration.ofMinutes(1), Duration.ofDays(1));

  /** What a rate is per. */
  static final DurationRange RATE_UNIT = between(Duration.ofSeconds(1), Duration.ofDays(1));

  /** A drift window: a whole number of minute tiles. */
  static final DurationRange DRIFT_WINDOW =
      new DurationRange(Duration.ofMinutes(1), LONGEST, Duration.ofMinutes(1));

  /** How long predictions are gathered that are judged together. */
  static final DurationRange COHORT =
      new DurationRange(Duration.ofMinutes(1), Duration.ofDays(31), Duration.ofMinutes(1));

  /** How long something is waited for or remembered. */
  static final DurationRange WAIT = between(Duration.ofSeconds(1), LONGEST);

  /** An allowance, which may be none. */
  static final DurationRange ALLOWANCE = between(Duration.ZERO, LONGEST);

  /** How far clocks of two producers disagree. */
  static final DurationRange CLOCK_SKEW = between(Duration.ZERO, Duration.ofDays(1));

  /** How far one record moves stream time. */
  static final DurationRange TIME_STEP = between(Duration.ofSeconds(1), Duration.ofDays(3_650));

  /** How long values are kept. */
  static final DurationRange RETENTION = between(Duration.ofMinutes(1), Duration.ofDays(3_650));

  private static DurationRange between(Duration min, Duration max) {
    return new DurationRange(min, max, Duration.ofSeconds(1));
  }

  boolean contains(Duration duration) {
    return duration.compareTo(min) >= 0
        && duration.compareTo(max) <= 0
        && duration.toSeconds() % step.toSeconds() == 0;
  }

  String rule() {
    String multiples =
        step.toSeconds() == 1 ? "" : ", in multiples of " + DurationFormat.format(step);
    return "must be "
        + DurationFormat.format(min)
        + " to "
        + DurationFormat.format(max)
        + multiples;
  }
}
