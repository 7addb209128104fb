package io.tidemark.monitoring.labels;

import java.util.Arrays;

/**
 * Ages of predictions as buckets: every step at first, wider by about a quarter later on, so that
 * 90 days of minutes are {@value #SIZE} buckets and less. No state.
 */
final class WaitAges {
  static final int SIZE = 56;

  /** Where each bucket begins, in steps. */
  private static final long[] FROM = new long[SIZE];

  static {
    for (int i = 1; i < SIZE; i++) {
      FROM[i] = FROM[i - 1] + Math.max(1, FROM[i - 1] / 4);
    }
  }

  private WaitAges() {}

  /** The bucket of an age in whole steps; below 0 as 0, and the last one has no end. */
  static int of(long steps) {
    int at = Arrays.binarySearch(FROM, Math.max(0, steps));
    return at >= 0 ? at : -at - 2;
  }

  static long from(int bucket) {
    return FROM[bucket];
  }

  /** How many steps it has; of the last one as many as would follow. */
  static long width(int bucket) {
    return bucket + 1 < SIZE ? FROM[bucket + 1] - FROM[bucket] : FROM[bucket] / 4;
  }
}
