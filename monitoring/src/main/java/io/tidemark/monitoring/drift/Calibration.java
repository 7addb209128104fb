package io.tidemark.monitoring.drift;

import java.util.Arrays;

/**
 * How far the values of a feature are from independent, measured on windows without drift.
 *
 * <p>A user's events repeat the user's age and habits, so that 10,000 events of 200 users vary like
 * far fewer: PSI without drift is {@code phi} times what independence gives, and the textbook
 * critical value alarms on most windows. The law of such a PSI is close to a scaled chi-squared
 * with the same mean and variance (Satterthwaite's approximation).
 *
 * @param phi over-dispersion: mean PSI of the windows over its value for independent values;
 *     positive; 1 when independent
 * @param dof degrees of freedom of the fitted law; positive, or {@link Double#NaN} for one less
 *     than the number of bins
 */
public record Calibration(double phi, double dof) {

  /** Independent values. */
  public static final Calibration INDEPENDENT = new Calibration(1, Double.NaN);

  /** Fewest windows a variance may be taken from. */
  private static final int MIN_WINDOWS = 3;

  public Calibration {
    if (!(phi > 0) || dof <= 0) {
      throw new IllegalArgumentException(
          "Invalid calibration: phi %s, degrees of freedom %s; both must be positive"
              .formatted(phi, dof));
    }
  }

  /**
   * Fits the law to windows without drift.
   *
   * @param psis PSI of each window; at least 3, not all equal
   * @param bins effective bins of the windows; at least 2
   * @param sizes values per window and in the baseline
   */
  public static Calibration fit(double[] psis, int bins, SampleSizes sizes) {
    double mean = Arrays.stream(psis).average().orElse(0);
    double squares = Arrays.stream(psis).map(psi -> (psi - mean) * (psi - mean)).sum();
    if (psis.length < MIN_WINDOWS || bins < 2 || !(squares > 0)) {
      throw new IllegalArgumentException(
          "Cannot calibrate from %d windows of %d bins with PSIs %s: must be at least %d windows that differ, and 2 bins"
              .formatted(psis.length, bins, Arrays.toString(psis), MIN_WINDOWS));
    }
    double variance = squares / (psis.length - 1);
    return new Calibration(mean / ((bins - 1) * sizes.noise()), 2 * mean * mean / variance);
  }

  /** The law of a PSI without drift, for any number of values. */
  public NullLaw law(int bins, SampleSizes sizes) {
    int textbook = Math.max(bins - 1, 0);
    double fitted = Double.isNaN(dof) || textbook == 0 ? textbook : dof;
    double mean = phi * textbook * sizes.noise();
    return new NullLaw(fitted == 0 ? 0 : mean / fitted, fitted);
  }
}
