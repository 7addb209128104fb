package io.tidemark.entity;

import java.time.Duration;

/**
 * When a task sends what has changed.
 *
 * <p>Changes are gathered for as long as the records are old that are read now, as their timestamps
 * say, between a shortest and a longest time. A task that keeps up with its input sends at every
 * tick. One that falls behind gathers longer, and so more changes of an entity become one row, and
 * each costs less, until it keeps up again. Not thread-safe.
 */
public final class SendPace {
  /** A record that is as old as so many ticks may have waited for a commit. */
  private static final int KEEPS_UP = 4;

  private final long stepMs;
  private final long shortestMs;
  private final long longestMs;
  private long readMs = Long.MAX_VALUE;
  private long sentMs = Long.MIN_VALUE;
  private long gatheringMs;

  /**
   * Creates a pace.
   *
   * @param step how often it is asked
   */
  public SendPace(Duration step, Duration shortest, Duration longest) {
    this.stepMs = step.toMillis();
    this.shortestMs = shortest.toMillis();
    this.longestMs = Math.max(shortestMs, longest.toMillis());
    this.gatheringMs = shortestMs;
  }

  /** Takes note of a record with this timestamp. */
  public void read(long timestampMs) {
    readMs = timestampMs;
  }

  /** Whether to send now: at the next step it would be too late. Asked at every step. */
  public boolean isDue(long nowMs) {
    if (readMs != Long.MAX_VALUE) {
      long ageMs = nowMs - readMs;
      gatheringMs = ageMs <= KEEPS_UP * shortestMs ? shortestMs : Math.min(longestMs, ageMs);
    }
    if (sentMs != Long.MIN_VALUE && nowMs - sentMs + stepMs <= gatheringMs) {
      return false;
    }
    sentMs = nowMs;
    gatheringMs = shortestMs;
    readMs = Long.MAX_VALUE;
    return true;
  }
}
