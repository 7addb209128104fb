package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private static final long NOW_MS = 1_000_000;
  private final CommitPace pace = new CommitPace(Duration.ofMillis(500));

  @Test
  void taskThatKeepsUpDoesNotWaitForACommit() {
    pace.committed();
    pace.read(NOW_MS - CommitPace.BEHIND.toMillis());
    assertThat(pace.isBehind(NOW_MS)).isFalse();
    assertThat(pace.commitIsNear(NOW_MS)).isFalse();
    assertThat(pace.commitIsNear(NOW_MS + 900)).as("now it is behind").isTrue();
  }

  @Test
  void taskThatIsBehindSendsOnceShortlyBeforeEachCommit() {
    pace.read(NOW_MS - 60_000);
    assertThat(pace.isBehind(NOW_MS)).isTrue();
    assertThat(pace.commitIsNear(NOW_MS)).as("counts from here").isFalse();
    assertThat(pace.commitIsNear(NOW_MS + 470)).isFalse();
    assertThat(pace.commitIsNear(NOW_MS + 480)).isTrue();
    pace.sent();
    assertThat(pace.commitIsNear(NOW_MS + 550)).as("the commit is late").isFalse();
    pace.committed();
    pace.read(NOW_MS - 60_000);
    assertThat(pace.commitIsNear(NOW_MS + 640)).as("counts from here").isFalse();
    assertThat(pace.commitIsNear(NOW_MS + 1_110)).isFalse();
    assertThat(pace.commitIsNear(NOW_MS + 1_120)).isTrue();
  }

  @Test
  void taskThatReadsNothingIsNotBehind() {
    assertThat(pace.isBehind(NOW_MS)).isFalse();
    pace.read(0);
    assertThat(pace.isBehind(NOW_MS)).isTrue();
    pace.committed();
    assertThat(pace.isBehind(NOW_MS + 60_000)).isFalse();
    assertThat(pace.commitIsNear(NOW_MS + 60_000)).isFalse();
  }
}
