package io.tidemark.monitoring.drift;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's test of two samples (a contingency table of two rows): both have sampling error, unlike
 * in a goodness-of-fit test against the baseline as if it were exact.
 *
 * <p>Bins that are empty on both sides are left out. For independent values only; expected counts
 * below 5 make the p-value rough.
 *
 * @param statistic not negative; 0 when all shares are equal
 * @param dof occupied bins minus one
 * @param pValue probability of a statistic this large without drift; 1 without degrees of freedom
 */
public record ChiSquare(double statistic, int dof, double pValue) {

  static ChiSquare of(double[] baseline, double[] current) {
    double m = Psi.sum(baseline);
    double n = Psi.sum(current);
    double statistic = 0;
    int occupied = 0;
    for (int bin = 0; bin < baseline.length; bin++) {
      double both = baseline[bin] + current[bin];
      if (both > 0) {
        occupied++;
        statistic += term(baseline[bin], both * m / (n + m));
        statistic += term(current[bin], both * n / (n + m));
      }
    }
    int dof = Math.max(occupied - 1, 0);
    return new ChiSquare(statistic, dof, pValue(statistic, dof));
  }

  private static double term(double observed, double expected) {
    return expected == 0 ? 0 : (observed - expected) * (observed - expected) / expected;
  }

  private static double pValue(double statistic, int dof) {
    return dof == 0 ? 1 : ChiSquaredDistribution.of(dof).survivalProbability(statistic);
  }
}
