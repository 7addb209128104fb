package io.tidemark.kafka.features;

import java.time.Duration;

/**
 * When a task sends what has changed. What is sent can be read once it is committed, so it is sent
 * right before a commit and not twice between two.
 *
 * <p>A task that keeps up with its input sends at every tick and asks for a commit: whoever reads
 * waits a tick and no longer. One that is behind sends shortly before Kafka Streams commits by
 * itself: the more changes of an entity are gathered, the less each costs. That a task is behind is
 * told by the timestamps of what it reads. Not thread-safe.
 */
final class CommitPace {
  /** How often to ask whether a commit is near. */
  static final Duration STEP = Duration.ofMillis(10);

  /** Longer than records take from their producers to here while nothing is queued. */
  static final Duration BEHIND = Duration.ofSeconds(1);

  private static final long NOTHING_READ = Long.MAX_VALUE;
  private static final long JUST_NOW = Long.MIN_VALUE;

  private final long gatherMs;
  private long readMs = NOTHING_READ;
  private long committedMs = JUST_NOW;
  private boolean sent;

  /**
   * Creates a pace.
   *
   * @param commitInterval how often Kafka Streams commits by itself
   */
  CommitPace(Duration commitInterval) {
    this.gatherMs = commitInterval.minus(STEP.multipliedBy(2)).toMillis();
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
  void committed() {
    committedMs = JUST_NOW;
    sent = false;
    readMs = NOTHING_READ;
  }

  /** Whether what is read now was written a while ago. */
  boolean isBehind(long nowMs) {
    return nowMs - readMs > BEHIND.toMillis();
  }

  /**
   * Whether to send what a task that is behind has gathered. Asked at every {@link #STEP}: the
   * first time after a commit tells when Kafka Streams was done with it.
   */
  boolean commitIsNear(long nowMs) {
    committedMs = committedMs == JUST_NOW ? nowMs : committedMs;
    return isBehind(nowMs) && !sent && nowMs - committedMs >= gatherMs;
  }
}
