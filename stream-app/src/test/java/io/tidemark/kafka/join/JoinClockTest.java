package io.tidemark.kafka.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.ClockMode;
import io.tidemark.kafka.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JoinClockTest {
  private final SettableClock wall = new SettableClock();

  @Test
  void wallClockNeverGoesBack() {
    JoinClock clock = new JoinClock(ClockMode.WALL, wall);
    long startMs = wall.millis();
    assertThat(clock.nowMs()).isEqualTo(startMs);
    wall.advance(Duration.ofMillis(-500));
    assertThat(clock.nowMs()).isEqualTo(startMs);
    wall.advance(Duration.ofMillis(700));
    assertThat(clock.nowMs()).isEqualTo(startMs + 200);
  }

  @Test
  void streamClockKnowsNothingBeforeBothSidesWereHeard() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall);
    assertThat(clock.nowMs()).isEqualTo(Long.MIN_VALUE);
    clock.predicted(50);
    assertThat(clock.nowMs()).isEqualTo(Long.MIN_VALUE);
    clock.happened(40);
    assertThat(clock.nowMs()).isEqualTo(40);
  }

  @Test
  void slowerSideHoldsTheStreamClockBack() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall);
    clock.predicted(100);
    clock.happened(40);
    clock.predicted(500);
    assertThat(clock.nowMs()).isEqualTo(40);
    clock.happened(300);
    assertThat(clock.nowMs()).isEqualTo(300);
    clock.happened(200);
    assertThat(clock.nowMs()).as("out of order").isEqualTo(300);
  }

  @Test
  void silentSideStopsHoldingItBack() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall);
    clock.predicted(100);
    clock.happened(40);
    wall.advance(JoinClock.IDLE.minusMillis(1));
    clock.predicted(700);
    assertThat(clock.nowMs()).isEqualTo(40);
    wall.advance(Duration.ofMillis(1));
    assertThat(clock.nowMs()).isEqualTo(700);
    clock.happened(60);
    assertThat(clock.nowMs()).as("never back").isEqualTo(700);
  }

  @Test
  void bothSidesSilentMeansTheNewestOfBoth() {
    JoinClock clock = new JoinClock(ClockMode.STREAM, wall);
    clock.predicted(100);
    clock.happened(400);
    wall.advance(JoinClock.IDLE);
    assertThat(clock.nowMs()).isEqualTo(400);
  }
}
