package io.tidemark.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.definition.ClockMode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinuteStepsTest {
  private static final long MINUTE = 60_000;
  private static final Clock WALL = Clock.fixed(Instant.ofEpochMilli(90_500), ZoneOffset.UTC);

  private final List<Long> went = new ArrayList<>();

  private static MinuteSteps following() {
    return new MinuteSteps(new TaskClock(ClockMode.STREAM, WALL), true);
  }

  @Test
  void theWallClockSaysWhatTimeItIs() {
    MinuteSteps steps = new MinuteSteps(new TaskClock(ClockMode.WALL, WALL), false);
    steps.begin(7 * MINUTE);
    assertEquals(90_500, steps.nowMs());
    assertFalse(steps.hasFollowed());
  }

  @Test
  void nothingIsKnownBeforeTheFirstMinute() {
    MinuteSteps steps = following();
    assertEquals(TaskClock.NOT_SET, steps.nowMs());
    assertFalse(steps.hasFollowed());
    steps.moveTo(5 * MINUTE, () -> true, went::add);
    assertEquals(List.of(), went);
    assertTrue(steps.hasFollowed());
  }

  @Test
  void theMinuteBeingCountedIsNotOver() {
    MinuteSteps steps = following();
    steps.begin(5 * MINUTE);
    steps.begin(9 * MINUTE);
    assertEquals(4 * MINUTE, steps.nowMs());
    assertEquals(5 * MINUTE, steps.shownMs());
  }

  @Test
  void noMinuteIsLeftOut() {
    MinuteSteps steps = following();
    steps.begin(5 * MINUTE);
    steps.moveTo(8 * MINUTE, () -> true, went::add);
    steps.moveTo(6 * MINUTE, () -> true, went::add);
    steps.moveTo(9 * MINUTE, () -> true, went::add);
    assertEquals(List.of(5 * MINUTE, 6 * MINUTE, 7 * MINUTE, 8 * MINUTE), went);
  }

  @Test
  void aYearWithoutAnythingToLookAtIsNotGoneThrough() {
    MinuteSteps steps = following();
    steps.begin(5 * MINUTE);
    steps.moveTo(500_000 * MINUTE, () -> went.size() < 2, went::add);
    assertEquals(2, went.size());
    assertEquals(499_999 * MINUTE, steps.nowMs());
  }

  @Test
  void aRestoredClockGoesOn() {
    TaskClock clock = new TaskClock(ClockMode.STREAM, WALL);
    clock.restore(5 * MINUTE);
    MinuteSteps steps = new MinuteSteps(clock, true);
    assertTrue(steps.hasFollowed());
    steps.moveTo(6 * MINUTE, () -> true, went::add);
    assertEquals(List.of(5 * MINUTE), went);
  }
}
