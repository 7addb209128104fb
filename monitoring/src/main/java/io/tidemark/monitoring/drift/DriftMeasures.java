package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Further measures of the difference between a baseline and current counts over its binning. They
 * describe; {@link Evidence} decides.
 *
 * @param jensenShannon Jensen-Shannon divergence to base 2, in bits, range {@code [0, 1]}; the
 *     distance that some tools report is its square root
 * @param lInfinity largest difference of shares in one bin, range {@code [0, 1]}
 * @param chiSquare two-sample chi-squared test over the bins
 * @param kolmogorovSmirnov largest difference of the distribution functions at bin edges, range
 *     {@code [0, 1]}; numbers only, absent when a side has none
 * @param wasserstein mean displacement in ranks of the baseline, range {@code [0, 0.5]} (see {@link
 *     Distances#wassersteinOfRanks}); numbers only, absent when a side has none
 * @param missingRatio share of current values that are missing
 * @param unseenRatio share of current values the baseline did not cover: numbers outside its range,
 *     categories it never saw
 */
public record DriftMeasures(
    double jensenShannon,
    double lInfinity,
    ChiSquare chiSquare,
    OptionalDouble kolmogorovSmirnov,
    OptionalDouble wasserstein,
    double missingRatio,
    double unseenRatio) {

  /** Compares non-empty, non-negative counts with a profile over the same binning. */
  static DriftMeasures between(Profile profile, BinCounts current) {
    Binning binning = profile.binning();
    double[] q = Psi.masses(profile.counts());
    double[] p = Psi.masses(current);
    double[] lineQ = line(binning, q);
    double[] lineP = line(binning, p);
    boolean ordered = Psi.sum(lineQ) > 0 && Psi.sum(lineP) > 0;
    return new DriftMeasures(
        Distances.jensenShannonDivergence(q, p),
        Distances.lInfinity(q, p),
        ChiSquare.of(q, p),
        ordered
            ? OptionalDouble.of(Distances.kolmogorovSmirnov(lineQ, lineP))
            : OptionalDouble.empty(),
        ordered
            ? OptionalDouble.of(Distances.wassersteinOfRanks(lineQ, lineP))
            : OptionalDouble.empty(),
        ratio(current, bin -> bin == binning.binOfMissing()),
        ratio(current, binning::isUnseen));
  }

  private static double[] line(Binning binning, double[] masses) {
    return binning instanceof NumericBinning numeric
        ? Arrays.copyOf(masses, numeric.lineBins())
        : new double[0];
  }

  private static double ratio(BinCounts counts, IntPredicate bins) {
    long matching = IntStream.range(0, counts.size()).filter(bins).mapToLong(counts::count).sum();
    return (double) matching / counts.total();
  }
}
