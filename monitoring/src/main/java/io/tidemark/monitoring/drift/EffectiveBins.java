package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The bins a comparison rests on.
 *
 * <p>Bins that are empty on both sides take no part: smoothing would make a difference of volume
 * out of them. Bins that are <em>thin</em> in the baseline take part only when the current side has
 * more values there than chance explains; otherwise their values count as if in the baseline's
 * largest bin, where a few do not matter. Without this, the empty bins below and above the
 * baseline's range, which a fresh sample must sometimes hit, raise the false alarm rate at 5 % to 7
 * %.
 *
 * <p>Chance: of {@code r + c} values in a bin, each is a current one with probability {@code N / (N
 * + M)}. For the bins outside the range, which have {@code r = 0} by construction, that is the
 * probability that the {@code c} most extreme of all {@code N + M} values are all current ones; it
 * holds for every continuous distribution.
 *
 * @param bins the numbers of the bins that take part, increasing
 * @param countedIn for every bin of the binning, the bin that its values count in
 * @param baseline their values in the baseline
 * @param current their values now
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EffectiveBins(int[] bins, int[] countedIn, double[] baseline, double[] current) {

  /** Bins with fewer baseline values are thin. */
  private static final long THIN = 5;

  /** Part of the false alarm rate that may be spent on keeping one thin bin. */
  private static final double SHARE_OF_ALPHA = 0.1;

  static EffectiveBins of(Profile profile, BinCounts current, double alpha) {
    BinCounts reference = profile.counts();
    double currentShare = (double) current.total() / (current.total() + reference.total());
    double[] baseline = new double[reference.size()];
    double[] now = new double[reference.size()];
    int[] countedIn = new int[reference.size()];
    for (int bin = 0; bin < reference.size(); bin++) {
      long before = reference.count(bin);
      long count = current.count(bin);
      boolean kept = before >= THIN || excess(before, count, currentShare) < alpha * SHARE_OF_ALPHA;
      countedIn[bin] = kept ? bin : neighbour(profile.binning(), bin, reference);
      baseline[countedIn[bin]] += before;
      now[countedIn[bin]] += count;
    }
    int[] occupied =
        IntStream.range(0, baseline.length).filter(bin -> baseline[bin] + now[bin] > 0).toArray();
    return new EffectiveBins(
        occupied, countedIn, picked(baseline, occupied), picked(now, occupied));
  }

  private static int neighbour(Binning binning, int bin, BinCounts reference) {
    int nearest = binning instanceof NumericBinning numeric ? numeric.nearestInner(bin) : bin;
    return reference.count(nearest) >= THIN ? nearest : largest(reference);
  }

  private static int largest(BinCounts counts) {
    int largest = 0;
    for (int bin = 1; bin < counts.size(); bin++) {
      largest = counts.count(bin) > counts.count(largest) ? bin : largest;
    }
    return largest;
  }

  /** The probability of so many current values in a bin, or more, by chance. */
  private static double excess(long before, long count, double currentShare) {
    int trials = (int) Math.min(before + count, Integer.MAX_VALUE);
    int below = (int) Math.min(count, Integer.MAX_VALUE) - 1;
    return BinomialDistribution.of(trials, currentShare).survivalProbability(below);
  }

  private static double[] picked(double[] values, int[] bins) {
    return IntStream.of(bins).mapToDouble(bin -> values[bin]).toArray();
  }

  /** Puts one value per effective bin in the place of its bin among {@code size}, 0 elsewhere. */
  double[] spread(double[] values, int size) {
    double[] all = new double[size];
    for (int i = 0; i < bins.length; i++) {
      all[bins[i]] = values[i];
    }
    return all;
  }
}
