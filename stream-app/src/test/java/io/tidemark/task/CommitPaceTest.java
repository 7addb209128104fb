package io.tidemark.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private static final long NOW_MS = 1_000_000;
  private final CommitPace pace = new CommitPace(Duration.ofMillis(50), Duration.ofMillis(500));

  @Test
  void taskThatKeepsUpAsksAtEveryTick() {
    pace.committed();
    assertThat(pace.isDue(NOW_MS)).as("timers may be due").isTrue();
    pace.read(NOW_MS - 50);
    assertThat(pace.isDue(NOW_MS)).isTrue();
    assertThat(pace.isDue(NOW_MS)).isTrue();
  }

  @Test
  void taskThatFallsBehindGathersAsLongAsItsRecordsAreOld() {
    pace.look(NOW_MS);
    for (long afterMs = 50; afterMs < 200; afterMs += 50) {
      pace.read(NOW_MS + afterMs - 200);
      assertThat(pace.isDue(NOW_MS + afterMs)).as("after %d ms", afterMs).isFalse();
    }
    pace.read(NOW_MS);
    assertThat(pace.isDue(NOW_MS + 200)).isTrue();
  }

  @Test
  void taskThatIsBehindLeavesCommitsToKafkaStreams() {
    for (long afterMs = 0; afterMs < 2_000; afterMs += 50) {
      pace.read(NOW_MS + afterMs - 60_000);
      assertThat(pace.isDue(NOW_MS + afterMs)).isFalse();
    }
  }

  @Test
  void taskThatReadsNothingForTwoTicksKeepsUp() {
    pace.read(0);
    assertThat(pace.isDue(NOW_MS)).isFalse();
    assertThat(pace.isDue(NOW_MS + 99)).as("another task of the thread had its turn").isFalse();
    assertThat(pace.isDue(NOW_MS + 100)).isTrue();
  }

  /** The second event comes soon after a commit and is old by a little when it is read. */
  @Test
  void lastEventDoesNotWaitBecauseNoneFollows() {
    pace.committed();
    pace.look(NOW_MS);
    pace.read(NOW_MS - 15);
    pace.look(NOW_MS + 10);
    assertThat(pace.isDue(NOW_MS + 45)).isTrue();
  }
}
