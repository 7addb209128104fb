package io.tidemark.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.kafka.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskClockTest {
  private static final long START_MS = SettableClock.START.toEpochMilli();

  private final SettableClock wall = new SettableClock();
  private final TaskClock live = new TaskClock(ClockMode.WALL, wall);
  private final TaskClock history = new TaskClock(ClockMode.STREAM, wall);

  @Test
  void noRecordMovesTheWallClock() {
    live.observe(START_MS + 120_000);

    assertThat(live.nowMs()).isEqualTo(START_MS);
    assertThat(live.nowMsAfter(START_MS + 120_000)).isEqualTo(START_MS);
  }

  @Test
  void wallClockThatStepsBackIsWaitedFor() {
    assertThat(live.nowMs()).isEqualTo(START_MS);
    wall.advance(Duration.ofSeconds(-10));
    assertThat(live.nowMs()).isEqualTo(START_MS);
    wall.advance(Duration.ofSeconds(11));
    assertThat(live.nowMs()).isEqualTo(START_MS + 1_000);
  }

  @Test
  void wallClockThatWasWrongByAnHourIsFollowed() {
    wall.advance(Duration.ofHours(1));
    assertThat(live.nowMs()).isEqualTo(START_MS + 3_600_000);
    wall.advance(Duration.ofHours(-1));
    assertThat(live.nowMs()).isEqualTo(START_MS);
  }

  /** Of a task that was taken over from a machine whose clock is ahead. */
  @Test
  void clockGoesOnWhereTheOneBeforeStoodUnlessThatIsFarAhead() {
    live.restore(START_MS + 30_000);
    assertThat(live.nowMs()).isEqualTo(START_MS + 30_000);
    live.restore(START_MS + 61_000);
    assertThat(live.nowMs()).isEqualTo(START_MS);
  }

  @Test
  void streamTimeIsTheNewestThatWasToldAndNotKnownBefore() {
    history.observe(TaskClock.NOT_SET);
    assertThat(history.nowMs()).isEqualTo(TaskClock.NOT_SET);
    assertThat(history.nowMsOr(7)).isEqualTo(7);

    history.observe(400);
    history.observe(300);
    assertThat(history.nowMs()).isEqualTo(400);
    assertThat(history.nowMsOr(7)).isEqualTo(400);
    assertThat(history.nowMsAfter(500)).isEqualTo(500);
    assertThat(history.shownMs()).isEqualTo(400);
  }
}
