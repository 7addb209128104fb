package io.tidemark.monitoring.drift.bins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BinCountsTest {

  @Test
  void subtractingUndoesMergingEvenAcrossOverflow() {
    BinCounts counts = BinCounts.of(Long.MAX_VALUE, -3, 0);
    BinCounts other = BinCounts.of(5, 7, -1);
    BinCounts before = counts.copy();
    counts.merge(other);
    assertThat(counts).isNotEqualTo(before);
    counts.subtract(other);
    assertThat(counts).isEqualTo(before);
  }

  @Test
  void retractionMayComeBeforeWhatItRetracts() {
    BinCounts counts = new BinCounts(2);
    counts.add(1, -1);
    assertThat(counts.hasNegative()).isTrue();
    counts.add(1);
    assertThat(counts.isZero()).isTrue();
    assertThat(counts.total()).isZero();
  }

  @Test
  void copiesAreIndependent() {
    BinCounts counts = BinCounts.of(1, 2);
    BinCounts copy = counts.copy();
    counts.toArray()[0] = 9;
    counts.add(0);
    assertThat(copy).isEqualTo(BinCounts.of(1, 2)).hasSameHashCodeAs(BinCounts.of(1, 2));
    assertThat(counts).isEqualTo(BinCounts.of(2, 2));
  }

  @Test
  void countsOfAnotherBinningAreRefused() {
    assertThatThrownBy(() -> new BinCounts(2).merge(new BinCounts(3)))
        .hasMessageContaining("2 bins")
        .hasMessageContaining("3");
  }
}
