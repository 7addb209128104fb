package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A baseline with edges at the deciles of {@code m} standard normal values, and draws from a normal
 * distribution with another mean.
 *
 * <p>Exact without drawing {@code m} values: the parts into which order statistics of uniform
 * values cut the interval from 0 to 1 are distributed like Gamma variables over their sum, with the
 * distances of the ranks as shapes. So edges vary as they do for real samples.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Bins(Profile profile, double[] upTo) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  static Bins of(int m, double shift, SplittableRandom random) {
    double[] edges = edges(m, random);
    NumericBinning binning = NumericBinning.of(edges);
    BinCounts counts = binning.newCounts();
    for (int decile = 0; decile < 10; decile++) {
      counts.add(NumericBinning.FIRST_INNER + decile, m / 10);
    }
    double[] upTo =
        Arrays.stream(edges).map(edge -> NORMAL.cumulativeProbability(edge - shift)).toArray();
    return new Bins(new Profile("x", binning, counts), upTo);
  }

  /** Minimum, nine deciles and maximum, each an observed value. */
  private static double[] edges(int m, SplittableRandom random) {
    double[] parts = new double[12];
    Arrays.setAll(parts, i -> gamma(i == 0 || i == 11 ? 1 : i == 1 ? m / 10 - 1 : m / 10, random));
    Arrays.parallelPrefix(parts, Double::sum);
    double[] edges = new double[11];
    Arrays.setAll(edges, i -> NORMAL.inverseCumulativeProbability(parts[i] / parts[11]));
    return edges;
  }

  /** Marsaglia and Tsang (2000), for shapes of at least 1. */
  private static double gamma(int shape, SplittableRandom random) {
    double d = shape - 1.0 / 3;
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  /** Counts of {@code n} values: the line from {@code <below>} to {@code <above>}. */
  BinCounts draw(int n, SplittableRandom random) {
    return draw(n, 1, random);
  }

  /** Counts of {@code n} values that come so many times each. */
  BinCounts draw(int n, int times, SplittableRandom random) {
    BinCounts counts = profile.binning().newCounts();
    for (int i = 0; i < n; i++) {
      int found = Arrays.binarySearch(upTo, random.nextDouble());
      counts.add(NumericBinning.FIRST_INNER - 1 + (found >= 0 ? found : -found - 1), times);
    }
    return counts;
  }
}
