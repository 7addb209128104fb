package io.tidemark.monitoring.drift;

import java.util.Arrays;

/**
 * How far the values of a feature are from independent.
 *
 * <p>A user's events repeat the user's age and habits, so that 10,000 events of 200 users vary like
 * far fewer: PSI without drift is {@code phi} times what independence gives, and the textbook
 * critical value alarms on most windows. The law of such a PSI is close to a scaled chi-squared
 * with the same mean and variance (Satterthwaite's approximation).
 *
 * <p>A calibration that was {@linkplain #measured measured} on a model's own windows is wider than
 * that law in two ways: by what so few windows leave open, and where there are few independent
 * values in a window ({@code N / phi}), since empty bins then make the tail longer than any
 * chi-squared has it: the more so the more each of them counts.
 *
 * @param phi over-dispersion: mean PSI of the windows over its value for independent values;
 *     positive; 1 when independent
 * @param dof degrees of freedom of the fitted law; positive, or {@link Double#NaN} for one less
 *     than the number of bins
 * @param windows how many windows were measured; 0 when that is an assumption, {@link #GIVEN} when
 *     the two figures are taken as exact
 */
public record Calibration(double phi, double dof, int windows) {
  /** The figures are taken as exact. */
  public static final int GIVEN = Integer.MAX_VALUE;

  /** Independent values. */
  public static final Calibration INDEPENDENT = new Calibration(1, Double.NaN, GIVEN);

  /**
   * Assumed of a series until enough of its windows are known: twenty equal values of everybody.
   */
  public static final double ASSUMED_PHI = 20;

  /** Fewest windows a variance may be taken from. */
  static final int MIN_WINDOWS = 3;

  /** Values in a window, if independent, from which the fitted law is taken as it is. */
  static final double ENOUGH_INDEPENDENT = 100;

  /** In how many windows' worth the variance of an ordinary law counts beside the measured one. */
  private static final double ORDINARY_WINDOWS = 20;

  /** What a window adds to what is known of the scale: neighbours share what they stand beside. */
  private static final double NEWS_OF_A_WINDOW = 2.0 / 3;

  public Calibration {
    if (!(phi > 0) || dof <= 0 || windows < 0) {
      throw new IllegalArgumentException(
          "Invalid calibration: phi %s, degrees of freedom %s, %d windows; must be positive"
              .formatted(phi, dof, windows));
    }
  }

  /** A law that is taken as exact. */
  public Calibration(double phi, double dof) {
    this(phi, dof, GIVEN);
  }

  /**
   * Fits the law to windows without drift.
   *
   * @param psis PSI of each window; at least 3, not all equal
   * @param bins effective bins of the windows; at least 2
   * @param sizes values per window and in the baseline
   */
  public static Calibration fit(double[] psis, int bins, SampleSizes sizes) {
    double mean = mean(psis);
    double squares = squares(psis, mean);
    if (psis.length < MIN_WINDOWS || bins < 2 || !(squares > 0)) {
      throw new IllegalArgumentException(
          "Cannot calibrate from %d windows of %d bins with PSIs %s: must be at least %d windows that differ, and 2 bins"
              .formatted(psis.length, bins, Arrays.toString(psis), MIN_WINDOWS));
    }
    double variance = squares / (psis.length - 1);
    return new Calibration(mean / ((bins - 1) * sizes.noise()), 2 * mean * mean / variance);
  }

  /**
   * What a model's own windows say, never narrower than the law of independent values.
   *
   * @param ratios PSI of each window beside others without drift, over its value for independent
   *     values; with fewer than {@value #MIN_WINDOWS}, the assumption is the least
   * @param bins bins they were counted in
   * @param assumed over-dispersion until enough is known, such as {@link #ASSUMED_PHI}
   */
  public static Calibration measured(double[] ratios, int bins, double assumed) {
    double mean = mean(ratios);
    if (ratios.length < MIN_WINDOWS) {
      return new Calibration(Math.max(assumed, mean), Double.NaN, ratios.length);
    }
    double phi = Math.max(1, mean);
    int ordinary = Math.max(bins - 1, 1);
    double usual = 2 * phi * phi / ordinary;
    double variance =
        (squares(ratios, mean) + ORDINARY_WINDOWS * usual) / (ratios.length - 1 + ORDINARY_WINDOWS);
    return new Calibration(phi, Math.min(ordinary, 2 * phi * phi / variance), ratios.length);
  }

  private static double mean(double[] values) {
    return values.length == 0 ? 0 : Psi.sum(values) / values.length;
  }

  private static double squares(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares;
  }

  /** The law of a PSI without drift, for any number of values. */
  public NullLaw law(int bins, SampleSizes sizes) {
    int textbook = Math.max(bins - 1, 0);
    double fitted = Double.isNaN(dof) || textbook == 0 ? textbook : dof;
    double mean = phi * textbook * sizes.noise();
    if (windows == GIVEN || textbook == 0) {
      return new NullLaw(fitted == 0 ? 0 : mean / fitted, fitted);
    }
    double kept = Math.min(fitted, textbook);
    double enough = ENOUGH_INDEPENDENT * (1 + StrictMath.log(Math.max(1, phi)) / 2);
    double shape = Math.max(1, kept * Math.min(1, sizes.current() / phi / enough));
    return new NullLaw(mean / shape, shape, certainty(kept));
  }

  private double certainty(double shape) {
    return windows < MIN_WINDOWS ? Double.POSITIVE_INFINITY : windows * shape * NEWS_OF_A_WINDOW;
  }
}
