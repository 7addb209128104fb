package io.tidemark.kafka.features;

import java.time.Duration;

/**
 * When a task sends what has changed.
 *
 * <p>Changes are gathered for as long as the records are old that are read now, as their timestamps
 * say, between a shortest and a longest time. A task that keeps up with its input sends at every
 * tick. One that falls behind gathers longer, and so more changes of an entity become one row, and
 * each costs less, until it keeps up again. Not thread-safe.
 */
final class SendPace {
  private final long shortestMs;
  private final long longestMs;
  private long readMs = Long.MAX_VALUE;
  private long sentMs = Long.MIN_VALUE;
  private long gatheringMs;

  SendPace(Duration shortest, Duration longest) {
    this.shortestMs = shortest.toMillis();
    this.longestMs = Math.max(shortestMs, longest.toMillis());
    this.gatheringMs = shortestMs;
  }

  /** Takes note of a record with this timestamp. */
  void read(long timestampMs) {
    readMs = timestampMs;
  }

  /** Whether to send now; asked at every step. */
  boolean isDue(long nowMs) {
    if (readMs != Long.MAX_VALUE) {
      gatheringMs = Math.max(shortestMs, Math.min(longestMs, nowMs - readMs));
    }
    if (sentMs != Long.MIN_VALUE && nowMs - sentMs < gatheringMs) {
      return false;
    }
    sentMs = nowMs;
    gatheringMs = shortestMs;
    readMs = Long.MAX_VALUE;
    return true;
  }
}
