package io.tidemark.monitoring.drift.baseline;

import java.util.Arrays;

/**
 * Edges of numeric bins: observed values at evenly spaced ranks.
 *
 * <p>An edge at quantile {@code r} is the least observed value with at least a share {@code r} of
 * the values at or below it (inverted distribution function). Interpolating between observed values
 * instead makes phantom bins on tied data that no baseline value falls in. Equal edges are merged;
 * then bins with fewer values than the floor are, from the left, each with its right neighbour, and
 * the last with its left one. With no more distinct values than bins, each value closes a bin.
 */
final class QuantileEdges {

  private final double[] sorted;
  private final BinningRule rule;

  /**
   * @param values finite values, at least one; sorted in place
   */
  QuantileEdges(double[] values, BinningRule rule) {
    Arrays.sort(values);
    this.sorted = values;
    this.rule = rule;
  }

  double[] edges() {
    double[] uppers = distinctFit() ? distinct() : quantiles();
    double[] thick = mergeThin(uppers);
    double[] edges = new double[thick.length + 1];
    edges[0] = sorted[0];
    System.arraycopy(thick, 0, edges, 1, thick.length);
    return edges;
  }

  private boolean distinctFit() {
    return Arrays.stream(sorted).distinct().limit(rule.quantileBins() + 1L).count()
        <= rule.quantileBins();
  }

  private double[] distinct() {
    return Arrays.stream(sorted).distinct().toArray();
  }

  private double[] quantiles() {
    int bins = rule.quantileBins();
    double[] uppers = new double[bins];
    for (int i = 1; i <= bins; i++) {
      long rank = ((long) i * sorted.length + bins - 1) / bins;
      uppers[i - 1] = sorted[(int) rank - 1];
    }
    return Arrays.stream(uppers).distinct().toArray();
  }

  private double[] mergeThin(double[] uppers) {
    long floor = rule.floor(sorted.length);
    double[] kept = new double[uppers.length];
    int size = 0;
    int before = 0;
    for (double upper : uppers) {
      int upTo = countUpTo(upper);
      if (upTo - before >= floor) {
        kept[size++] = upper;
        before = upTo;
      }
    }
    kept[Math.max(size - 1, 0)] = sorted[sorted.length - 1];
    return Arrays.copyOf(kept, Math.max(size, 1));
  }

  /** Number of values at or below {@code upper}, which is one of them. */
  private int countUpTo(double upper) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= upper) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
