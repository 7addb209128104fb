package io.tidemark.seen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PendingIdsTest {
  private static final long SEED = 20261121;

  private final PendingIds ids = new PendingIds();

  @Test
  void idIsFoundAtTimesThatAreNearEnough() {
    ids.add(1, 2, 1_000);
    assertThat(ids.has(1, 2, 1_100, 100)).isTrue();
    assertThat(ids.has(1, 2, 900, 100)).isTrue();
    assertThat(ids.has(1, 2, 1_101, 100)).isFalse();
    assertThat(ids.has(2, 2, 1_000, 100)).isFalse();
    assertThat(ids.has(1, 3, 1_000, 100)).isFalse();
    ids.add(1, 2, 1_101);
    assertThat(ids.has(1, 2, 1_201, 100)).as("the second of the same id").isTrue();
  }

  @Test
  void fullOnesAreAllFoundAndShownInOrder() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<long[]> added = new ArrayList<>();
    while (!ids.isFull()) {
      long[] id = {random.nextLong(), random.nextInt(1 << 12), random.nextInt(1_000)};
      ids.add(id[0], id[1], id[2]);
      added.add(id);
    }
    assertThat(added).hasSize(PendingIds.MOST);
    assertThat(added).allMatch(id -> ids.has(id[0], id[1], id[2], 0));
    List<Long> shown = new ArrayList<>();
    ids.inOrder((high, low, timeMs) -> shown.add(high & -PendingIds.MOST));
    assertThat(shown).hasSize(PendingIds.MOST).isSorted();
  }

  @Test
  void clearedOnesAreGone() {
    ids.add(1, 2, 3);
    ids.clear();
    assertThat(ids.size()).isZero();
    assertThat(ids.has(1, 2, 3, 10)).isFalse();
    ids.inOrder((high, low, timeMs) -> assertThat(timeMs).as("nothing is shown").isZero());
  }
}
