package io.tidemark.monitoring.quality;

/**
 * A score beside what a label says, as it counts for quality: a function of these three alone, so
 * that what is taken back is what was added.
 *
 * @param score what the model gave; {@code null} for none
 * @param value what the label says; {@code null} where it is unlabelled
 * @param weight for how many examples it counts, 0 or more: the example's weight times that of
 *     sampling
 */
public record LabelledScore(Double score, Double value, double weight) {

  /** Where it counts. */
  public LabelledPart part() {
    if (value == null) {
      return LabelledPart.UNLABELLED;
    }
    if (!(weight > 0)) {
      return LabelledPart.NO_WEIGHT;
    }
    if (score == null) {
      return LabelledPart.NO_SCORE;
    }
    if (!Double.isFinite(score)) {
      return LabelledPart.SCORE_NOT_FINITE;
    }
    if (!FixedSum.takes(weight) || !FixedSum.takes(weight * error() * error())) {
      return LabelledPart.BEYOND_RANGE;
    }
    return isProbability() ? LabelledPart.SCORED : LabelledPart.NOT_PROBABILITY;
  }

  private boolean isProbability() {
    return score >= 0 && score <= 1 && (value == 0 || value == 1);
  }

  boolean isPositive() {
    return value == 1;
  }

  double error() {
    return score - value;
  }

  /** In nats; infinite when the label that came was held to be impossible. */
  double logLoss() {
    return -StrictMath.log(isPositive() ? score : 1 - score);
  }
}
