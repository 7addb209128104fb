package io.tidemark.task;

import io.tidemark.definition.ClockMode;
import java.time.Clock;
import java.time.Duration;

/**
 * When the tasks of one kind do what.
 *
 * @param mode what makes windows slide
 * @param wall the wall clock
 * @param tick how long output is gathered while a task keeps up with its input
 * @param commitInterval how often Kafka Streams commits by itself, and how long output is gathered
 *     at most
 */
public record TaskTiming(ClockMode mode, Clock wall, Duration tick, Duration commitInterval) {
  /** A clock for one task. */
  public TaskClock clock() {
    return new TaskClock(mode, wall);
  }
}
