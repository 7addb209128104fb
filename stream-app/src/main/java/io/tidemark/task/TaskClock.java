package io.tidemark.task;

import io.tidemark.definition.ClockMode;
import java.time.Clock;

/**
 * The instant at which a task evaluates its windows.
 *
 * <p>In {@link ClockMode#WALL} it is the wall clock, but never behind the newest event time seen;
 * in {@link ClockMode#STREAM} it is the newest event time seen alone, so nothing is ever due before
 * the first event. Not thread-safe: one per task.
 */
public final class TaskClock {
  private final ClockMode mode;
  private final Clock wall;
  private long streamMs = Long.MIN_VALUE;

  public TaskClock(ClockMode mode, Clock wall) {
    this.mode = mode;
    this.wall = wall;
  }

  /** Takes note of an event's time. */
  public void observe(long eventTimeMs) {
    streamMs = Math.max(streamMs, eventTimeMs);
  }

  /**
   * What a task has to remember of the clock: the newest event time seen in stream mode, nothing,
   * which is {@code Long.MIN_VALUE}, where the wall clock goes on by itself.
   */
  public long streamMs() {
    return mode == ClockMode.STREAM ? streamMs : Long.MIN_VALUE;
  }

  /** Milliseconds since the Unix epoch; {@code Long.MIN_VALUE} in stream mode before any event. */
  public long nowMs() {
    return mode == ClockMode.STREAM ? streamMs : Math.max(wall.millis(), streamMs);
  }
}
