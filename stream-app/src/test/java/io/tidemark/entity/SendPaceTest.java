package io.tidemark.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendPaceTest {
  private final SendPace pace =
      new SendPace(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(500));

  /** Milliseconds until something is sent, asked every ten, while records of some age are read. */
  private long gathered(long fromMs, long ageMs) {
    for (long nowMs = fromMs + 10; ; nowMs += 10) {
      pace.read(nowMs - ageMs);
      if (pace.isDue(nowMs)) {
        return nowMs - fromMs;
      }
    }
  }

  @Test
  void gathersForAsLongAsRecordsAreOldWithinBounds() {
    assertThat(pace.isDue(0)).as("the first").isTrue();
    assertThat(gathered(0, 5)).isEqualTo(50);
    assertThat(gathered(50, 120)).as("it may have waited for a commit").isEqualTo(50);
    assertThat(gathered(100, 320)).isEqualTo(320);
    assertThat(gathered(420, 60_000)).isEqualTo(500);
    assertThat(gathered(920, -3_600_000)).as("a producer's clock is ahead").isEqualTo(50);
  }

  @Test
  void taskWithoutRecordsSendsAtEveryTick() {
    assertThat(pace.isDue(0)).isTrue();
    pace.read(-60_000);
    assertThat(pace.isDue(490)).isFalse();
    assertThat(pace.isDue(500)).isTrue();
    assertThat(pace.isDue(540)).isFalse();
    assertThat(pace.isDue(550)).isTrue();
  }
}
