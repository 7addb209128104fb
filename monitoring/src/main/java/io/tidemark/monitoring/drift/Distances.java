package io.tidemark.monitoring.drift;

import java.util.Arrays;

/**
 * Distances between two distributions over the same bins, from masses (counts or shares) that need
 * not be normalised. No smoothing: an empty bin is a share of 0. All are 0 for equal shares. Masses
 * must be non-negative with a positive sum on both sides.
 */
final class Distances {

  private static final double LN_2 = StrictMath.log(2);

  private Distances() {}

  /**
   * Jensen-Shannon divergence to base 2, in bits: range {@code [0, 1]}, 1 when no bin is occupied
   * on both sides.
   */
  static double jensenShannonDivergence(double[] baseline, double[] current) {
    double[] q = shares(baseline);
    double[] p = shares(current);
    double nats = 0;
    for (int bin = 0; bin < q.length; bin++) {
      double middle = (p[bin] + q[bin]) / 2;
      nats += term(p[bin], middle) / 2 + term(q[bin], middle) / 2;
    }
    return Math.min(Math.max(nats / LN_2, 0), 1);
  }

  private static double term(double share, double middle) {
    return share == 0 || share == middle ? 0 : share * StrictMath.log(share / middle);
  }

  /** The largest difference of shares in one bin: range {@code [0, 1]}. */
  static double lInfinity(double[] baseline, double[] current) {
    double[] q = shares(baseline);
    double[] p = shares(current);
    double largest = 0;
    for (int bin = 0; bin < q.length; bin++) {
      largest = Math.max(largest, Math.abs(p[bin] - q[bin]));
    }
    return largest;
  }

  /**
   * Kolmogorov-Smirnov distance at the edges of bins in the order of the line: range {@code [0,
   * 1]}. A lower bound of the distance of the values, tight when each bin holds one value.
   */
  static double kolmogorovSmirnov(double[] baseline, double[] current) {
    double[] gaps = cumulativeGaps(baseline, current);
    return Arrays.stream(gaps).map(Math::abs).max().orElse(0);
  }

  /**
   * Wasserstein-1 distance of point masses, in the unit of the positions.
   *
   * @param positions increasing, one per mass
   */
  static double wasserstein(double[] positions, double[] baseline, double[] current) {
    double[] gaps = cumulativeGaps(baseline, current);
    double sum = 0;
    for (int i = 1; i < positions.length; i++) {
      sum += Math.abs(gaps[i - 1]) * (positions[i] - positions[i - 1]);
    }
    return sum;
  }

  /**
   * Wasserstein-1 distance on the scale of the baseline's ranks, over bins in the order of the
   * line: by what part of the baseline's population a value has moved, on average. No unit, range
   * {@code [0, 1/2]}; 1/2 when everything is below, or above, all of the baseline; 0.1 when every
   * value moved up by a tenth of the population.
   *
   * <p>Each baseline value counts as its rank in {@code [0, 1]}, and mass inside a bin as spread
   * evenly over the ranks of the bin. So one extreme value cannot set the scale, and counts are all
   * that is needed.
   */
  static double wassersteinOfRanks(double[] baseline, double[] current) {
    double[] q = shares(baseline);
    double[] gaps = cumulativeGaps(baseline, current);
    double sum = 0;
    double left = 0;
    for (int bin = 0; bin < q.length; bin++) {
      sum += q[bin] * meanAbsolute(left, gaps[bin]);
      left = gaps[bin];
    }
    return sum;
  }

  /** The mean of |y| where y runs straight from {@code from} to {@code to}. */
  private static double meanAbsolute(double from, double to) {
    double size = Math.abs(from) + Math.abs(to);
    if (from * to >= 0) {
      return size / 2;
    }
    return (from * from + to * to) / (2 * size);
  }

  /** Current minus baseline distribution function at the upper edge of each bin. */
  private static double[] cumulativeGaps(double[] baseline, double[] current) {
    double n = Psi.sum(current);
    double m = Psi.sum(baseline);
    double[] gaps = new double[baseline.length];
    double below = 0;
    double belowBaseline = 0;
    for (int bin = 0; bin < gaps.length; bin++) {
      below += current[bin];
      belowBaseline += baseline[bin];
      gaps[bin] = below / n - belowBaseline / m;
    }
    return gaps;
  }

  private static double[] shares(double[] masses) {
    double total = Psi.sum(masses);
    return PsiConvention.map(masses, mass -> mass / total);
  }
}
