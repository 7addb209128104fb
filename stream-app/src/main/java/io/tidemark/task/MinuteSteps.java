package io.tidemark.task;

import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The minutes a task has to go through, where its clock follows events: one is over when a later
 * one is told to have begun, and none is left out in between. Where the wall clock leads, it says
 * what time it is and no more. Not thread-safe.
 */
public final class MinuteSteps {
  private static final long STEP_MS = 60_000;

  private final TaskClock clock;
  private final boolean followsEvents;

  /** Steps of a clock that may have been restored. */
  public MinuteSteps(TaskClock clock, boolean followsEvents) {
    this.clock = clock;
    this.followsEvents = followsEvents;
  }

  /**
   * The instant windows end at: the clock's, but for the minute that events are still being counted
   * in; {@link TaskClock#NOT_SET} before any is known.
   */
  public long nowMs() {
    long nowMs = clock.nowMs();
    return followsEvents && nowMs != TaskClock.NOT_SET ? nowMs - STEP_MS : nowMs;
  }

  /** Where the clock stands, for those who remember it: {@link TaskClock#shownMs}. */
  public long shownMs() {
    return clock.shownMs();
  }

  /**
   * Whether events have said before what time it is, so that something may have been said of it.
   */
  public boolean hasFollowed() {
    return followsEvents && clock.nowMs() != TaskClock.NOT_SET;
  }

  /** Takes a minute for the present one where nothing has said yet what time it is. */
  public void begin(long minuteMs) {
    if (clock.nowMs() == TaskClock.NOT_SET) {
      clock.observe(minuteMs);
    }
  }

  /**
   * Goes to a minute that has begun.
   *
   * @param wanted whether there is anything to go through the minutes for
   * @param step takes the start of each minute from the present one up to that one, exclusive
   */
  public void moveTo(long minuteMs, BooleanSupplier wanted, LongConsumer step) {
    long stepMs = clock.nowMs();
    while (stepMs != TaskClock.NOT_SET && stepMs < minuteMs && wanted.getAsBoolean()) {
      step.accept(stepMs);
      stepMs += STEP_MS;
    }
    clock.observe(minuteMs);
  }
}
