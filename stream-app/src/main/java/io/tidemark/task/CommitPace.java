package io.tidemark.task;

import java.time.Duration;

/**
 * When a task asks for a commit, because what it forwards can be read behind a topic only then.
 *
 * <p>Output is gathered for as long as the records are old that are read now, as their timestamps
 * say. A task that keeps up with its input asks at every tick: whoever reads waits a tick and no
 * longer. One that falls behind asks less often, so that a commit is of more records, until it
 * keeps up again. One that is behind by more than Kafka Streams takes to commit by itself does not
 * ask. Not thread-safe.
 */
public final class CommitPace {
  /** How often to {@link #look}. */
  public static final Duration STEP = Duration.ofMillis(10);

  private static final long NOTHING_READ = Long.MIN_VALUE;
  private static final long JUST_NOW = Long.MIN_VALUE;

  /** A task that has read nothing for so many ticks has nothing to read. */
  private static final int TICKS_TO_REST = 2;

  private final long tickMs;
  private final long longestMs;
  private long readMs = NOTHING_READ;
  private long ageMs;
  private long agedMs;
  private long committedMs = JUST_NOW;

  /**
   * Creates a pace.
   *
   * @param tick how long output is gathered at least
   * @param commitInterval how often Kafka Streams commits by itself
   */
  public CommitPace(Duration tick, Duration commitInterval) {
    this.tickMs = tick.toMillis();
    this.longestMs = commitInterval.toMillis();
  }

  /** Takes note of a record with this timestamp. */
  public void read(long timestampMs) {
    readMs = timestampMs;
  }

  /** Takes note of a commit, whoever asked for it. */
  public void committed() {
    committedMs = JUST_NOW;
  }

  /**
   * Takes note of the time: how old the record is that was read last, and when Kafka Streams was
   * done with a commit.
   */
  public void look(long nowMs) {
    if (readMs != NOTHING_READ) {
      ageMs = nowMs - readMs;
      agedMs = nowMs;
      readMs = NOTHING_READ;
    } else if (nowMs - agedMs >= TICKS_TO_REST * tickMs) {
      ageMs = 0;
    }
    committedMs = committedMs == JUST_NOW ? nowMs : committedMs;
  }

  /** Whether what is read is older than Kafka Streams takes to commit by itself. */
  private boolean isBehind() {
    return ageMs > longestMs;
  }

  /** Whether to ask at this tick. */
  public boolean isDue(long nowMs) {
    look(nowMs);
    return ageMs <= tickMs || !isBehind() && nowMs - committedMs >= ageMs;
  }
}
