package io.tidemark.monitoring.quality;

import java.util.Arrays;

/**
 * Labels by bins of the score, in increasing order of the score: what ranking is judged from.
 *
 * <p>Immutable, apart from the arrays it was given.
 *
 * @param positives weight of the positive labels in each bin; none below 0, not all 0
 * @param negatives that of the negative ones, over the same bins; none below 0, not all 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScoreTable(double[] positives, double[] negatives) {

  public ScoreTable {
    if (positives.length != negatives.length
        || !isPopulated(positives)
        || !isPopulated(negatives)) {
      throw new IllegalArgumentException(
          "Invalid table of scores: positives %s, negatives %s; must be over the same bins, none below 0, and some of each"
              .formatted(Arrays.toString(positives), Arrays.toString(negatives)));
    }
  }

  /** Of labels that weigh alike. */
  public static ScoreTable ofCounts(long[] positives, long[] negatives) {
    return new ScoreTable(
        Arrays.stream(positives).asDoubleStream().toArray(),
        Arrays.stream(negatives).asDoubleStream().toArray());
  }

  private static boolean isPopulated(double[] weights) {
    return Arrays.stream(weights).allMatch(weight -> weight >= 0) && total(weights) > 0;
  }

  /** In the order of the bins, so that the same bins give the same bits. */
  private static double total(double[] weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    return total;
  }

  /**
   * Area under the receiver operating characteristic: the probability that a positive has a higher
   * score than a negative, where those of one bin count a half. Range {@code [0, 1]}; exact when a
   * bin holds one score, otherwise within {@link #aucBound}.
   */
  public double auc() {
    double wins = 0;
    double below = 0;
    for (int bin = 0; bin < positives.length; bin++) {
      wins += positives[bin] * (below + negatives[bin] / 2.0);
      below += negatives[bin];
    }
    return wins / pairs();
  }

  /** How far the area of the scores themselves may be from {@link #auc}, in either direction. */
  public double aucBound() {
    double tied = 0;
    for (int bin = 0; bin < positives.length; bin++) {
      tied += positives[bin] * negatives[bin];
    }
    return tied / 2 / pairs();
  }

  double positive() {
    return total(positives);
  }

  double negative() {
    return total(negatives);
  }

  /**
   * The standard error of {@link #auc}, from how the places of labels differ.
   *
   * @param perWeight how many labels a weight of 1 stands for, above 0
   */
  double standardError(double perWeight) {
    double[] belowPositives = new double[positives.length];
    double[] aboveNegatives = new double[positives.length];
    double below = 0;
    double above = positive();
    for (int bin = 0; bin < positives.length; bin++) {
      above -= positives[bin];
      belowPositives[bin] = (below + negatives[bin] / 2) / negative();
      aboveNegatives[bin] = (above + positives[bin] / 2) / positive();
      below += negatives[bin];
    }
    double variance =
        variance(positives, belowPositives) / positive()
            + variance(negatives, aboveNegatives) / negative();
    return Math.sqrt(variance / perWeight);
  }

  private static double variance(double[] weights, double[] values) {
    double first = 0;
    double second = 0;
    for (int bin = 0; bin < weights.length; bin++) {
      first += weights[bin] * values[bin];
      second += weights[bin] * values[bin] * values[bin];
    }
    double mean = first / total(weights);
    return Math.max(0, second / total(weights) - mean * mean);
  }

  private double pairs() {
    return total(positives) * total(negatives);
  }
}
