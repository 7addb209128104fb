package io.tidemark.seen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketFiltersTest {
  private static final long HASH = 42;
  private static final long OTHER = 0x5DEECE66D1234567L;

  private final BucketFilters filters = new BucketFilters(7);

  @Test
  void bucketsFromBeforeItBeganAreNotKnown() {
    filters.add(6, HASH);
    assertThat(filters.mayContain(6, OTHER)).isTrue();
    assertThat(filters.mayContain(5, OTHER)).isTrue();
    assertThat(filters.bytes()).isZero();
  }

  @Test
  void idIsInItsBucketAlone() {
    filters.add(8, HASH);
    assertThat(filters.mayContain(8, HASH)).isTrue();
    assertThat(filters.mayContain(8, OTHER)).isFalse();
    assertThat(filters.mayContain(7, HASH)).isFalse();
    assertThat(filters.mayContain(9, HASH)).isFalse();
  }

  @Test
  void threeLatestBucketsAreKeptAndOlderOnesNotDenied() {
    for (long bucket = 7; bucket <= 10; bucket++) {
      filters.add(bucket, HASH);
    }
    assertThat(filters.bytes()).isEqualTo(3 * IdFilter.FEWEST_BYTES);
    assertThat(filters.mayContain(10, OTHER)).isFalse();
    assertThat(filters.mayContain(7, OTHER)).as("no longer known").isTrue();
    assertThat(filters.mayContain(11, HASH)).as("nothing in it yet").isFalse();
  }

  @Test
  void bucketGetsTheRoomThatTheOneBeforeNeeded() {
    for (int i = 0; i < 50_000; i++) {
      filters.add(7, i * OTHER);
    }
    int grown = filters.bytes();
    filters.add(8, HASH);
    assertThat(filters.bytes() - grown).isEqualTo(64 << 10);
    filters.add(10, HASH);
    assertThat(filters.bytes()).as("in place of 7").isEqualTo((64 + 8) << 10);
  }
}
