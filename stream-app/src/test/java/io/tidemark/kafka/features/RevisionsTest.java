package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.FeatureRow;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RevisionsTest {
  private static final long NOW_MS = Instant.parse("2026-11-21T22:00:00Z").toEpochMilli();

  @Test
  void revisionGrowsWithEachRowOfAnEntity() {
    Revisions revisions = new Revisions(NOW_MS, 0);
    long first = revisions.after(0);
    assertThat(revisions.after(first)).isEqualTo(first + 1);
    FeatureRow.requireRevision(first);
  }

  /**
   * An entity that was forgotten begins at 0, and is ahead of what was sent before all the same.
   */
  @Test
  void laterSendIsAheadWhateverTheEntityRemembers() {
    Revisions revisions = new Revisions(NOW_MS, 0);
    long before = revisions.after(0);
    revisions.advance();
    assertThat(revisions.after(0)).isGreaterThan(before);
  }

  @Test
  void nextOwnerIsAheadOfTheLastWhateverItsClockSays() {
    Revisions last = new Revisions(NOW_MS, 0);
    for (int i = 0; i < 1_000_000; i++) {
      last.advance();
    }
    Revisions next = new Revisions(NOW_MS - 3_600_000, last.takenOverSeconds());
    assertThat(next.after(0)).isGreaterThan(last.after(0));
  }

  @Test
  void taskTakenOverLaterIsAheadWithoutAnyMemory() {
    Revisions last = new Revisions(NOW_MS, 0);
    assertThat(new Revisions(NOW_MS + 1_000, 0).after(0)).isGreaterThan(last.after(0));
  }

  /** Rows of the versions before had the wall clock in milliseconds for a revision. */
  @Test
  void everyRevisionIsAheadOfTheClockInMilliseconds() {
    assertThat(new Revisions(NOW_MS, 0).after(0)).isGreaterThan(NOW_MS * 100);
  }
}
