package io.tidemark.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.join.JoinClock.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JoinClockTest {
  private static final long START_MS = 1_000_000_000L;
  private final Hand wall = new Hand();

  private static final class Hand extends Clock {
    private long nowMs = START_MS;

    void pass(Duration duration) {
      nowMs += duration.toMillis();
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(nowMs);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void bothSidesAreGivenTimeAfterAStart() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    assertThat(clock.nowMs()).isZero();
    wall.pass(JoinClock.IDLE);
    assertThat(clock.nowMs()).isEqualTo(wall.millis());
  }

  @Test
  void aBacklogOfEitherSideHoldsTheWallClockBack() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    clock.predicted(new Times(START_MS - 3_600_000, START_MS - 1_000));
    clock.happened(new Times(START_MS - 3_700_000, START_MS - 3_600_000));
    assertThat(clock.nowMs()).isEqualTo(START_MS - 3_600_000);
    clock.happened(new Times(START_MS - 1_000, START_MS - 500));
    assertThat(clock.nowMs()).isEqualTo(START_MS - 1_000);
  }

  @Test
  void aSideThatFallsSilentHoldsNothingBack() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    clock.predicted(new Times(START_MS, START_MS));
    clock.happened(new Times(START_MS - 60_000, START_MS - 60_000));
    wall.pass(JoinClock.IDLE);
    assertThat(clock.nowMs()).isEqualTo(wall.millis());
  }

  @Test
  void recordsFromTheFutureDoNotMoveTheWallClock() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    clock.predicted(new Times(START_MS, START_MS + 3_600_000));
    clock.happened(new Times(START_MS, START_MS + 3_600_000));
    assertThat(clock.nowMs()).isEqualTo(START_MS);
  }

  @Test
  void neverGoesBack() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    wall.pass(JoinClock.IDLE);
    long before = clock.nowMs();
    clock.happened(new Times(START_MS, START_MS - 60_000));
    assertThat(clock.nowMs()).isEqualTo(before);
  }

  @Test
  void historyWaitsForItsOutcomes() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall);
    clock.predicted(new Times(7_000, 7_000));
    assertThat(clock.nowMs()).isZero();
    clock.happened(new Times(3_000, 3_000));
    assertThat(clock.nowMs()).isEqualTo(3_000);
    wall.pass(JoinClock.IDLE);
    assertThat(clock.nowMs()).isEqualTo(7_000);
  }

  @Test
  void outcomesAloneDoNotMoveHistory() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall);
    clock.happened(new Times(9_000, 9_000));
    wall.pass(JoinClock.IDLE);
    assertThat(clock.nowMs()).isZero();
  }
}
