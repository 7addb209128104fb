package io.tidemark.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.kafka.SettableClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoinClockTest {
  private final SettableClock wall = new SettableClock();
  private final long startMs = wall.millis();

  @Test
  void nothingClosesBeforeInputsAreKnownToBeRead() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    wall.advance(Duration.ofDays(1));
    assertThat(clock.nowMs()).isZero();
    clock.readThrough(startMs + 7);
    assertThat(clock.nowMs()).isEqualTo(startMs + 7);
  }

  @Test
  void recordsNeitherMoveTheWallClockNorHoldItBack() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    clock.readThrough(startMs);
    clock.predicted(startMs + 3_600_000);
    clock.happened(startMs + 3_600_000);
    assertThat(clock.nowMs()).isEqualTo(startMs);
    clock.happened(startMs - 3_600_000);
    clock.readThrough(startMs + 1);
    assertThat(clock.nowMs()).isEqualTo(startMs + 1);
  }

  @Test
  void neverGoesBack() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    clock.readThrough(startMs);
    clock.readThrough(startMs - 60_000);
    assertThat(clock.nowMs()).isEqualTo(startMs);
  }

  @Test
  void arrivalsAreTimesOfTheClockThatClosesWindows() {
    JoinClock byWall = new JoinClock(ClockMode.WALL, wall);
    byWall.readThrough(startMs);
    assertThat(byWall.of(startMs + 9)).isEqualTo(new Moment(startMs + 9, startMs));
    JoinClock byHistory = new JoinClock(ClockMode.STREAM, wall);
    byHistory.predicted(7_000);
    byHistory.happened(8_000);
    assertThat(byHistory.of(startMs + 9)).isEqualTo(new Moment(7_000, 7_000));
  }

  @Test
  void historyWaitsForItsOutcomesUntilNoMoreAreThere() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall);
    clock.predicted(7_000);
    assertThat(clock.nowMs()).isZero();
    clock.happened(3_000);
    wall.advance(Duration.ofHours(1));
    assertThat(clock.nowMs()).as("outcomes may lie unread").isEqualTo(3_000);
    clock.readThrough(startMs + JoinClock.IDLE.toMillis());
    assertThat(clock.nowMs()).isEqualTo(7_000);
  }

  @Test
  void historyWaitsForEveryTopicOfOutcomes() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall, Set.of("clicks", "orders"));
    clock.predicted(7_000);
    clock.happened("clicks", 6_000);
    assertThat(clock.nowMs()).as("orders may lie unread").isZero();
    clock.happened("orders", 2_000);
    assertThat(clock.nowMs()).isEqualTo(2_000);
    wall.advance(JoinClock.IDLE);
    clock.happened("clicks", 6_500);
    clock.readThrough(startMs + JoinClock.IDLE.toMillis());
    assertThat(clock.nowMs()).as("no more orders are there").isEqualTo(6_500);
  }

  @Test
  void outcomesAloneDoNotMoveHistory() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall);
    clock.happened(9_000);
    clock.readThrough(startMs + 3_600_000);
    assertThat(clock.nowMs()).isZero();
  }
}
