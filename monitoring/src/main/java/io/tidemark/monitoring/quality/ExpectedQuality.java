package io.tidemark.monitoring.quality;

/**
 * What quality is to be expected before labels come, if the scores are calibrated: each score
 * <em>is</em> the probability of a positive label. It sees a change of the scores, and is blind to
 * a change of what they mean.
 *
 * @param truePositives expected number of positive labels among those decided positive
 * @param falsePositives of negative labels among them
 * @param falseNegatives of positive labels among those decided negative
 * @param trueNegatives of negative labels among them
 * @param brier expected Brier score, range {@code [0, 1/4]}; NaN without a score
 */
public record ExpectedQuality(
    double truePositives,
    double falsePositives,
    double falseNegatives,
    double trueNegatives,
    double brier) {

  /**
   * From calibrated scores, in their order.
   *
   * @param threshold scores from which on the decision is positive
   */
  public static ExpectedQuality of(double[] calibrated, double threshold) {
    double[] positive = new double[2];
    double[] negative = new double[2];
    double variance = 0;
    for (double score : calibrated) {
      int decided = score >= threshold ? 1 : 0;
      positive[decided] += score;
      negative[decided] += 1 - score;
      variance += score * (1 - score);
    }
    return new ExpectedQuality(
        positive[1], negative[1], positive[0], negative[0], variance / calibrated.length);
  }

  /** Expected share of right decisions; NaN without a score. */
  public double accuracy() {
    double right = truePositives + trueNegatives;
    return right / (right + falsePositives + falseNegatives);
  }

  /** Expected share of positive labels among positive decisions; NaN without any. */
  public double precision() {
    return truePositives / (truePositives + falsePositives);
  }

  /** Expected share of positive decisions among positive labels; NaN without any. */
  public double recall() {
    return truePositives / (truePositives + falseNegatives);
  }
}
