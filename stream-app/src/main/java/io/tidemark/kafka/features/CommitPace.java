package io.tidemark.kafka.features;

import java.time.Duration;

/**
 * When a task sends what has changed. What is sent can be read once it is committed, so it is sent
 * right before a commit and never twice between two.
 *
 * <p>A task that keeps up with its input sends at every tick and asks for a commit: whoever reads
 * waits a tick and no longer. One that is behind sends once per commit interval, at the last tick
 * before Kafka Streams commits by itself: the more changes of an entity are gathered, the less each
 * costs. That a task is behind is told by the timestamps of what it reads. Not thread-safe.
 */
final class CommitPace {
  /** Longer than records take from their producers to here while nothing is queued. */
  static final Duration BEHIND = Duration.ofSeconds(1);

  private static final long NOTHING_READ = Long.MAX_VALUE;

  private final long tickMs;
  private final long commitIntervalMs;
  private long readMs = NOTHING_READ;
  private long committedMs;
  private boolean sent;

  /**
   * Creates a pace.
   *
   * @param tick how often it is asked
   * @param commitInterval how often Kafka Streams commits by itself
   */
  CommitPace(Duration tick, Duration commitInterval) {
    this.tickMs = tick.toMillis();
    this.commitIntervalMs = commitInterval.toMillis();
  }

  /** Takes note of a record with this timestamp. */
  void read(long timestampMs) {
    readMs = timestampMs;
  }

  /** Takes note that what had changed was sent. */
  void sent() {
    sent = true;
  }

  /** Takes note of a commit, whoever asked for it. */
  void committed(long nowMs) {
    committedMs = nowMs;
    sent = false;
    readMs = NOTHING_READ;
  }

  /** Whether what is read now was written a while ago. */
  boolean isBehind(long nowMs) {
    return nowMs - readMs > BEHIND.toMillis();
  }

  /** Whether to send at this tick. */
  boolean isDue(long nowMs) {
    return !isBehind(nowMs) || !sent && nowMs - committedMs >= commitIntervalMs - tickMs;
  }
}
