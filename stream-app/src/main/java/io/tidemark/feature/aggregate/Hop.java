package io.tidemark.feature.aggregate;

import io.tidemark.definition.Window;

/**
 * The step in which the tail of a window moves: the largest step of a fixed ladder that is at most
 * a twelfth of the window, unless the window declares its own. Windows with the same hop share
 * their tiles. The ladder gives a window of up to 90 days 12 to 90 tiles.
 */
public final class Hop {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final long[] LADDER_MS = {
    DAY,
    12 * HOUR,
    6 * HOUR,
    3 * HOUR,
    2 * HOUR,
    HOUR,
    30 * MINUTE,
    15 * MINUTE,
    10 * MINUTE,
    5 * MINUTE,
    2 * MINUTE,
    MINUTE,
    30 * SECOND,
    15 * SECOND,
    10 * SECOND,
    5 * SECOND,
    2 * SECOND,
    SECOND
  };

  private Hop() {}

  /** The hop of a sliding window, in milliseconds: its own, or that of the ladder. */
  public static long of(Window window) {
    return window.hop() == null ? ofWindowMs(window.size().toMillis()) : window.hop().toMillis();
  }

  /**
   * The hop of a window that declares none, in milliseconds.
   *
   * @throws IllegalArgumentException when the window is shorter than 12 seconds
   */
  static long ofWindowMs(long windowMs) {
    for (long stepMs : LADDER_MS) {
      if (stepMs <= windowMs / 12) {
        return stepMs;
      }
    }
    throw new IllegalArgumentException(
        "Invalid window of "
            + windowMs
            + " ms: a window is at least 12 s, so that its tail moves by at most a twelfth."
            + " Use 1m or longer.");
  }
}
