package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private static final long NOW_MS = 1_000_000;
  private final CommitPace pace = new CommitPace(Duration.ofMillis(50), Duration.ofMillis(500));

  @Test
  void sendsAtEveryTickWhileItKeepsUp() {
    pace.committed(NOW_MS);
    pace.read(NOW_MS - CommitPace.BEHIND.toMillis());
    assertThat(pace.isBehind(NOW_MS)).isFalse();
    assertThat(pace.isDue(NOW_MS)).isTrue();
    pace.sent();
    assertThat(pace.isDue(NOW_MS)).as("timers may be due").isTrue();
  }

  @Test
  void sendsOncePerCommitAtItsLastTickWhileItIsBehind() {
    pace.committed(NOW_MS);
    pace.read(NOW_MS - 60_000);
    assertThat(pace.isBehind(NOW_MS)).isTrue();
    assertThat(pace.isDue(NOW_MS + 400)).isFalse();
    assertThat(pace.isDue(NOW_MS + 450)).isTrue();
    pace.sent();
    assertThat(pace.isDue(NOW_MS + 500)).as("the commit is late").isFalse();
    pace.committed(NOW_MS + 510);
    pace.read(NOW_MS - 60_000);
    assertThat(pace.isDue(NOW_MS + 550)).isFalse();
    assertThat(pace.isDue(NOW_MS + 960)).isTrue();
  }

  @Test
  void nothingReadIsNotBehind() {
    assertThat(pace.isBehind(NOW_MS)).isFalse();
    pace.read(0);
    assertThat(pace.isBehind(NOW_MS)).isTrue();
    pace.committed(NOW_MS);
    assertThat(pace.isBehind(NOW_MS + 60_000)).isFalse();
    assertThat(pace.isDue(NOW_MS + 60_000)).isTrue();
  }
}
