package io.tidemark.monitoring.drift;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What can be found in windows of a size, and what chance does to them, before anything runs.
 *
 * @param alpha false alarm rate of an evaluation
 * @param limit PSI above which an evaluation alerts: the critical value, or what is large enough
 * @param shift mean shift of a normal distribution over equal bins, in standard deviations, that
 *     alerts in nine windows of ten; empty where none of up to {@value #LARGEST_SHIFT} does
 * @param effect the PSI of that shift
 * @param falseAlarmsPerMonth what chance gives at most, of all evaluations of the window
 */
public record AlarmForecast(
    double alpha,
    double limit,
    OptionalDouble shift,
    OptionalDouble effect,
    double falseAlarmsPerMonth) {
  /** Windows of a hundred in which a shift is to be found. */
  private static final double FOUND = 0.9;

  private static final double LARGEST_SHIFT = 4;
  private static final int HALVINGS = 14;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * What is to be expected of a window.
   *
   * @param rule what counts as drift, budget included
   * @param bins bins with equal shares of the baseline; at least 2
   * @param sizes values in the window and in the baseline
   * @param phi over-dispersion; at least 1
   * @param evaluations of all series in a month
   */
  public static AlarmForecast of(
      DriftRule rule, int bins, SampleSizes sizes, double phi, double evaluations) {
    NullLaw law = new Calibration(phi, Double.NaN).law(bins, sizes);
    double alpha = rule.alpha(law);
    double limit = Math.max(law.critical(alpha), rule.alert() + law.mean());
    OptionalDouble shift = smallest(law, bins, limit);
    return new AlarmForecast(
        alpha,
        limit,
        shift,
        shift.isPresent()
            ? OptionalDouble.of(psi(bins, shift.getAsDouble()))
            : OptionalDouble.empty(),
        evaluations * law.pValue(limit));
  }

  private static OptionalDouble smallest(NullLaw law, int bins, double limit) {
    double below = 0;
    double above = LARGEST_SHIFT;
    if (law.powerBeyond(limit, psi(bins, above)) < FOUND) {
      return OptionalDouble.empty();
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (below + above) / 2;
      if (law.powerBeyond(limit, psi(bins, middle)) < FOUND) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return OptionalDouble.of(above);
  }

  /** PSI of a normal distribution over bins of equal shares, once its mean has moved. */
  static double psi(int bins, double shift) {
    double psi = 0;
    double before = 0;
    for (int bin = 1; bin <= bins; bin++) {
      double upTo =
          bin == bins
              ? 1
              : NORMAL.cumulativeProbability(
                  NORMAL.inverseCumulativeProbability((double) bin / bins) - shift);
      double share = Math.max(upTo - before, Double.MIN_NORMAL);
      psi += (share - 1.0 / bins) * StrictMath.log(share * bins);
      before = upTo;
    }
    return psi;
  }
}
