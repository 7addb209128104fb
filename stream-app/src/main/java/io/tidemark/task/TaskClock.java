package io.tidemark.task;

import io.tidemark.definition.ClockMode;
import java.time.Clock;
import java.time.Duration;

/**
 * The instant at which a task evaluates its windows.
 *
 * <p>In {@link ClockMode#WALL} it is the wall clock alone: no record moves it. While that is behind
 * an instant it has shown, by at most {@link #LONGEST_HOLD}, the task's clock stands still, so that
 * a machine whose clock is corrected counts nothing twice; one that was wrong by more is followed
 * back, since windows that stand for an hour are worse than an hour that is gone through again.
 *
 * <p>In {@link ClockMode#STREAM} it is the newest stream time that the sources' partitions tell, so
 * nothing is ever due before the first. It never goes back.
 *
 * <p>Not thread-safe: one per task.
 */
public final class TaskClock {
  /** How far behind the wall clock may fall and is waited for. */
  public static final Duration LONGEST_HOLD = Duration.ofMinutes(1);

  /** What {@link #nowMs} is before any stream time is known. */
  public static final long NOT_SET = Long.MIN_VALUE;

  private final ClockMode mode;
  private final Clock wall;
  private long shownMs = NOT_SET;

  public TaskClock(ClockMode mode, Clock wall) {
    this.mode = mode;
    this.wall = wall;
  }

  /** Goes on where a clock before this one stood: {@link #shownMs}. */
  public void restore(long lastShownMs) {
    shownMs = lastShownMs;
  }

  /** Takes note of stream time; {@link #NOT_SET} says nothing. */
  public void observe(long timeMs) {
    if (mode == ClockMode.STREAM) {
      shownMs = Math.max(shownMs, timeMs);
    }
  }

  /** The instant shown last, for those who remember it; {@link #NOT_SET} before the first. */
  public long shownMs() {
    return shownMs;
  }

  /** Milliseconds since the Unix epoch; {@link #NOT_SET} in stream mode before any event. */
  public long nowMs() {
    if (mode == ClockMode.WALL) {
      read(wall.millis());
    }
    return shownMs;
  }

  private void read(long wallMs) {
    if (wallMs > shownMs || wallMs < shownMs - LONGEST_HOLD.toMillis()) {
      shownMs = wallMs;
    }
  }

  /** As {@link #nowMs}; while no stream time is known, the given instant. */
  public long nowMsOr(long ownMs) {
    long nowMs = nowMs();
    return nowMs == NOT_SET ? ownMs : nowMs;
  }

  /** What {@link #nowMs} would be after {@link #observe}. */
  public long nowMsAfter(long observedMs) {
    return mode == ClockMode.STREAM ? Math.max(shownMs, observedMs) : nowMs();
  }
}
