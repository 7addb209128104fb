package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final long NOW_MS = 1_000_000;

  private final CatchUp catchUp = new CatchUp(NOW_MS, true);

  @Test
  void newTaskHasNothingToReadAgain() {
    assertThat(new CatchUp(NOW_MS, false).isOver()).isTrue();
  }

  @Test
  void recordNewerThanTheTakeOverEndsIt() {
    catchUp.read(NOW_MS, NOW_MS + 10);
    assertThat(catchUp.isOver()).isFalse();
    catchUp.read(NOW_MS + 1, NOW_MS + 20);
    assertThat(catchUp.isOver()).isTrue();
  }

  @Test
  void secondWithoutARecordEndsIt() {
    assertThat(catchUp.isOver(NOW_MS + 999)).isFalse();
    catchUp.read(NOW_MS - 500, NOW_MS + 999);
    assertThat(catchUp.isOver(NOW_MS + 1_998)).isFalse();
    assertThat(catchUp.isOver(NOW_MS + 1_999)).isTrue();
  }

  @Test
  void backlogDoesNotHoldRowsBackForLong() {
    for (long afterMs = 0; afterMs < 10_000; afterMs += 100) {
      catchUp.read(NOW_MS - 3_600_000, NOW_MS + afterMs);
      assertThat(catchUp.isOver(NOW_MS + afterMs)).isFalse();
    }
    assertThat(catchUp.isOver(NOW_MS + 10_000)).isTrue();
  }
}
