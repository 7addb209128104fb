package io.tidemark.monitoring.drift;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/**
 * What a PSI looks like when nothing has drifted: {@code scale * chi2(dof)}.
 *
 * <p>For independent values and {@code B} bins the scale is {@code 1/N + 1/M} and the degrees of
 * freedom are {@code B - 1} (Yurdakul 2018, Western Michigan University, dissertation 3208). For
 * dependent values see {@link Calibration}. With no degree of freedom (one bin) the law is the
 * constant 0.
 *
 * @param scale the factor; not negative
 * @param dof degrees of freedom, not necessarily whole; not negative
 */
public record NullLaw(double scale, double dof) {

  /** Poisson weights of {@link #power} beyond this quantile are left out. */
  private static final double TAIL = 1e-12;

  /** The smallest Poisson mean that is told from none. */
  private static final double NEGLIGIBLE = 1e-300;

  public NullLaw {
    if (!(scale >= 0) || !(dof >= 0)) {
      throw new IllegalArgumentException(
          "Invalid null law: scale %s, degrees of freedom %s; neither may be negative"
              .formatted(scale, dof));
    }
  }

  /** The expected PSI: what {@linkplain Evidence#psiDebiased() de-biasing} takes away. */
  public double mean() {
    return scale * dof;
  }

  /**
   * The value a PSI exceeds with probability {@code alpha} by chance.
   *
   * @param alpha in {@code (0, 1)}
   */
  public double critical(double alpha) {
    return isConstant()
        ? 0
        : scale * ChiSquaredDistribution.of(dof).inverseSurvivalProbability(alpha);
  }

  /** The probability of a PSI this large or larger by chance. */
  public double pValue(double psi) {
    if (isConstant()) {
      return psi > 0 ? 0 : 1;
    }
    return ChiSquaredDistribution.of(dof).survivalProbability(psi / scale);
  }

  /**
   * The probability that a real drift exceeds the critical value.
   *
   * @param alpha false alarm rate the critical value is for
   * @param effect {@code sum of (p - q)^2 / q} over the bins, with the true shares
   */
  public double power(double alpha, double effect) {
    double threshold = ChiSquaredDistribution.of(dof).inverseSurvivalProbability(alpha);
    PoissonDistribution mixture = PoissonDistribution.of(Math.max(effect / scale / 2, NEGLIGIBLE));
    double power = 0;
    // a non-central chi2 is a Poisson mixture of central ones
    for (int j = mixture.inverseCumulativeProbability(TAIL);
        j <= mixture.inverseSurvivalProbability(TAIL);
        j++) {
      power +=
          mixture.probability(j)
              * ChiSquaredDistribution.of(dof + 2.0 * j).survivalProbability(threshold);
    }
    return power;
  }

  private boolean isConstant() {
    return dof == 0 || scale == 0;
  }
}
