package io.tidemark.monitoring.drift.bins;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many values fell into each bin of one binning.
 *
 * <p>An Abelian group: counts are added and subtracted in any order with the same result to the
 * bit. A count may go below zero on the way, when a retraction is seen before what it retracts; a
 * sum that still has one ({@link #hasNegative()}) is not a distribution. Sums wrap on overflow like
 * {@code long}, which keeps subtraction the exact inverse of addition.
 *
 * <p>Mutable, not thread-safe.
 */
public final class BinCounts {

  private final long[] counts;

  /** Counts of zero over {@code size} bins. */
  public BinCounts(int size) {
    this(new long[size]);
  }

  private BinCounts(long[] counts) {
    this.counts = counts;
  }

  /** The given counts, copied. */
  public static BinCounts of(long... counts) {
    return new BinCounts(counts.clone());
  }

  /** Counts one value. */
  public void add(int bin) {
    counts[bin]++;
  }

  /** Counts {@code delta} values at once; a negative number takes values back. */
  public void add(int bin, long delta) {
    counts[bin] += delta;
  }

  /** Adds other counts over the same binning. */
  public void merge(BinCounts other) {
    checkSize(other);
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += other.counts[bin];
    }
  }

  /** Takes other counts over the same binning away: the inverse of {@link #merge}. */
  public void subtract(BinCounts other) {
    checkSize(other);
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] -= other.counts[bin];
    }
  }

  private void checkSize(BinCounts other) {
    if (other.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "Cannot combine counts of %d bins with counts of %d: both must be over the same binning"
              .formatted(counts.length, other.counts.length));
    }
  }

  /** Number of bins. */
  public int size() {
    return counts.length;
  }

  /** The count of one bin. */
  public long count(int bin) {
    return counts[bin];
  }

  /** The number of values in all bins. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** Whether every count is zero. */
  public boolean isZero() {
    return IntStream.range(0, counts.length).allMatch(bin -> counts[bin] == 0);
  }

  /** Whether a bin has had more taken back than counted. */
  public boolean hasNegative() {
    return IntStream.range(0, counts.length).anyMatch(bin -> counts[bin] < 0);
  }

  /** An independent copy. */
  public BinCounts copy() {
    return of(counts);
  }

  /** The counts as an array of its own. */
  public long[] toArray() {
    return counts.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinCounts that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "BinCounts" + Arrays.toString(counts);
  }
}
