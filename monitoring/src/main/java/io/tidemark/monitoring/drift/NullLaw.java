package io.tidemark.monitoring.drift;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/**
 * What a PSI looks like when nothing has drifted: {@code scale * chi2(dof)}.
 *
 * <p>For independent values and {@code B} bins the scale is {@code 1/N + 1/M} and the degrees of
 * freedom are {@code B - 1} (Yurdakul 2018, Western Michigan University, dissertation 3208). For
 * dependent values see {@link Calibration}. With no degree of freedom (one bin) the law is the
 * constant 0.
 *
 * <p>Where the scale was measured on a few windows only, the law is that of a ratio: {@code scale *
 * dof * F(dof, certainty)}, which is wider the fewer they were.
 *
 * @param scale the factor; not negative
 * @param dof degrees of freedom, not necessarily whole; not negative
 * @param certainty degrees of freedom the scale was measured with; positive, {@link
 *     Double#POSITIVE_INFINITY} for a scale that is known
 */
public record NullLaw(double scale, double dof, double certainty) {

  /** Poisson weights of {@link #power} beyond this quantile are left out. */
  private static final double TAIL = 1e-12;

  /** The smallest Poisson mean that is told from none. */
  private static final double NEGLIGIBLE = 1e-300;

  public NullLaw {
    if (!(scale >= 0) || !(dof >= 0) || !(certainty > 0)) {
      throw new IllegalArgumentException(
          "Invalid null law: scale %s, degrees of freedom %s and %s; none may be negative"
              .formatted(scale, dof, certainty));
    }
  }

  /** A law whose scale is known. */
  public NullLaw(double scale, double dof) {
    this(scale, dof, Double.POSITIVE_INFINITY);
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
    if (isConstant()) {
      return 0;
    }
    return isKnown()
        ? scale * ChiSquaredDistribution.of(dof).inverseSurvivalProbability(alpha)
        : mean() * FDistribution.of(dof, certainty).inverseSurvivalProbability(alpha);
  }

  /** The probability of a PSI this large or larger by chance. */
  public double pValue(double psi) {
    if (isConstant()) {
      return psi > 0 ? 0 : 1;
    }
    return isKnown()
        ? ChiSquaredDistribution.of(dof).survivalProbability(psi / scale)
        : FDistribution.of(dof, certainty).survivalProbability(psi / mean());
  }

  /**
   * The probability that a real drift exceeds the critical value, with a scale that is known.
   *
   * @param alpha false alarm rate the critical value is for
   * @param effect {@code sum of (p - q)^2 / q} over the bins, with the true shares
   */
  public double power(double alpha, double effect) {
    return powerBeyond(
        scale * ChiSquaredDistribution.of(dof).inverseSurvivalProbability(alpha), effect);
  }

  /**
   * The probability that the PSI of a real drift exceeds a limit, with a scale that is known.
   *
   * @param limit a PSI
   * @param effect as of {@link #power}
   */
  public double powerBeyond(double limit, double effect) {
    double threshold = limit / scale;
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

  private boolean isKnown() {
    return Double.isInfinite(certainty);
  }

  private boolean isConstant() {
    return dof == 0 || scale == 0;
  }
}
