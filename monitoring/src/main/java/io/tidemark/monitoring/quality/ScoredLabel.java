package io.tidemark.monitoring.quality;

/**
 * A score beside what came of it.
 *
 * @param score the probability that the model gave to the positive label, in {@code [0, 1]}
 * @param positive what the label says
 * @param weight how much it counts; positive
 */
public record ScoredLabel(double score, boolean positive, double weight) {

  public ScoredLabel {
    if (!(score >= 0 && score <= 1 && weight > 0)) {
      throw new IllegalArgumentException(
          "Invalid scored label: score %s, weight %s; must be 0 <= score <= 1, weight > 0"
              .formatted(score, weight));
    }
  }

  /** One that counts once. */
  public static ScoredLabel of(double score, boolean positive) {
    return new ScoredLabel(score, positive, 1);
  }

  double target() {
    return positive ? 1 : 0;
  }

  /** Of the label that came, in nats; infinite when it was held to be impossible. */
  double logLoss() {
    return -StrictMath.log(positive ? score : 1 - score);
  }

  double squaredError() {
    return (score - target()) * (score - target());
  }
}
