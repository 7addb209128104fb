package io.tidemark.it;

import io.tidemark.avro.BinContribution;
import io.tidemark.avro.DriftMetric;
import java.util.List;
import java.util.stream.IntStream;

/** What a reader of drift records makes of one, as the page of monitoring says it. */
final class RecomputedPsi {
  private RecomputedPsi() {}

  static double of(DriftMetric metric) {
    List<BinContribution> bins = metric.getBins();
    double[] baseline = new double[bins.size()];
    double[] current = new double[bins.size()];
    for (int bin = 0; bin < bins.size(); bin++) {
      Integer other = bins.get(bin).getCountedIn();
      baseline[other == null ? bin : other] += bins.get(bin).getBaselineCount();
      current[other == null ? bin : other] += bins.get(bin).getCurrentCount();
    }
    double half = metric.getEffectiveBins() / 2.0;
    return IntStream.range(0, bins.size())
        .filter(bin -> baseline[bin] + current[bin] > 0)
        .mapToDouble(
            bin ->
                term(
                    (baseline[bin] + 0.5) / (metric.getBaselineCount() + half),
                    (current[bin] + 0.5) / (metric.getCurrentCount() + half)))
        .sum();
  }

  private static double term(double q, double p) {
    return (p - q) * Math.log(p / q);
  }
}
