package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.util.Arrays;

/**
 * The population stability index of two distributions over the same bins.
 *
 * <p>{@code sum over bins of (p - q) ln(p / q)} with {@code q} the baseline's and {@code p} the
 * current shares, natural logarithm. Range {@code [0, +inf]}; 0 if all shares are equal; symmetric;
 * no unit. It is the Jeffreys divergence {@code KL(p||q) + KL(q||p)}.
 *
 * <p>Every bin that is passed in counts, also one that is empty on both sides: under a convention
 * that adds counts, such a bin differs as soon as the sides differ in volume. {@link
 * DriftEvaluator} leaves those out.
 *
 * <p>No state. Sums run in the order of the bins and logarithms are {@code StrictMath}'s, so that
 * equal counts give equal bits everywhere.
 */
public final class Psi {

  private Psi() {}

  /** The index of two count vectors. */
  public static double of(BinCounts baseline, BinCounts current, PsiConvention convention) {
    return sum(contributions(baseline, current, convention));
  }

  /** The terms of the sum, one per bin, none negative. */
  public static double[] contributions(
      BinCounts baseline, BinCounts current, PsiConvention convention) {
    return contributions(masses(baseline), masses(current), convention);
  }

  static double[] contributions(double[] baseline, double[] current, PsiConvention convention) {
    if (baseline.length != current.length) {
      throw new IllegalArgumentException(
          "Cannot compare %d baseline bins with %d current ones: both must be over the same binning"
              .formatted(baseline.length, current.length));
    }
    double[] q = convention.shares(baseline);
    double[] p = convention.shares(current);
    double[] terms = new double[q.length];
    for (int bin = 0; bin < terms.length; bin++) {
      terms[bin] = p[bin] == q[bin] ? 0 : (p[bin] - q[bin]) * StrictMath.log(p[bin] / q[bin]);
    }
    return terms;
  }

  /** The sum of contributions, in the order of the bins. */
  static double sum(double[] contributions) {
    double sum = 0;
    for (double term : contributions) {
      sum += term;
    }
    return sum;
  }

  static double[] masses(BinCounts counts) {
    return Arrays.stream(counts.toArray()).asDoubleStream().toArray();
  }
}
