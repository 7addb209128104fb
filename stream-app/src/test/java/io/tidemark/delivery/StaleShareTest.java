package io.tidemark.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.WriteOutcome;
import org.junit.jupiter.api.Test;

class StaleShareTest {
  private final StaleShare share = new StaleShare();

  private void answer(int applied, int stale) {
    for (int i = 0; i < applied; i++) {
      share.answered(WriteOutcome.APPLIED);
    }
    for (int i = 0; i < stale; i++) {
      share.answered(WriteOutcome.STALE);
    }
  }

  @Test
  void tenthThatIsRefusedIsAProblem() {
    assertThat(share.problem(0)).isEmpty();
    answer(901, 100);
    assertThat(share.problem(500)).as("less than a tenth").isEmpty();
    answer(0, 1);
    assertThat(share.problem(1_000))
        .contains(
            "101 of 1002 rows of the last minute were refused as old: another writer has newer"
                + " ones");
  }

  @Test
  void fewRowsTellNothing() {
    assertThat(share.problem(0)).isEmpty();
    answer(0, 99);
    assertThat(share.problem(1_000)).isEmpty();
  }

  @Test
  void whatIsLongerAgoThanAMinuteIsForgotten() {
    assertThat(share.problem(0)).isEmpty();
    answer(0, 500);
    for (long nowMs = 1_000; nowMs < 60_000; nowMs += 500) {
      assertThat(share.problem(nowMs)).as("at %d ms", nowMs).isPresent();
    }
    assertThat(share.problem(60_000)).isEmpty();
  }

  @Test
  void whatFailedIsNotRefused() {
    assertThat(share.problem(0)).isEmpty();
    for (int i = 0; i < 1_000; i++) {
      share.answered(null);
    }
    assertThat(share.problem(1_000)).isEmpty();
  }
}
