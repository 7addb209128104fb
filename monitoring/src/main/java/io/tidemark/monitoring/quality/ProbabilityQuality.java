package io.tidemark.monitoring.quality;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How good scores are as probabilities. Weighted means over labels, NaN without any. Sums run in
 * the order of the list: the same list gives the same bits. No state.
 */
public final class ProbabilityQuality {

  private ProbabilityQuality() {}

  /** Mean negative logarithm of the probability of the label that came, in nats, 0 or more. */
  public static double logLoss(List<ScoredLabel> labels) {
    return mean(labels, ScoredLabel::logLoss);
  }

  /** Mean squared difference between score and label, range {@code [0, 1]}. */
  public static double brier(List<ScoredLabel> labels) {
    return mean(labels, ScoredLabel::squaredError);
  }

  private static double mean(List<ScoredLabel> labels, ToDoubleFunction<ScoredLabel> loss) {
    double sum = 0;
    double weight = 0;
    for (ScoredLabel label : labels) {
      sum += label.weight() * loss.applyAsDouble(label);
      weight += label.weight();
    }
    return sum / weight;
  }

  /**
   * Expected calibration error: the mean difference, over bins by their weight, between what the
   * scores of a bin promise and what its labels hold. Range {@code [0, 1]}.
   *
   * @param bins of equal width, {@code (i/bins, (i+1)/bins]}, the first with 0; at least 1
   */
  public static double calibrationError(List<ScoredLabel> labels, int bins) {
    double[] gaps = new double[bins];
    double weight = 0;
    for (ScoredLabel label : labels) {
      gaps[bin(label.score(), bins)] += label.weight() * (label.score() - label.target());
      weight += label.weight();
    }
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return sum / weight;
  }

  private static int bin(double score, int bins) {
    return Math.max((int) Math.ceil(score * bins) - 1, 0);
  }
}
