package io.tidemark.monitoring.quality;

import java.util.Arrays;

/**
 * Labels by bins of the score, in increasing order of the score: what ranking is judged from.
 *
 * <p>Immutable, apart from the arrays it was given.
 *
 * @param positives how many positive labels each bin holds; none negative, not all 0
 * @param negatives how many negative ones, over the same bins; none negative, not all 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScoreTable(long[] positives, long[] negatives) {

  public ScoreTable {
    if (positives.length != negatives.length
        || !isPopulated(positives)
        || !isPopulated(negatives)) {
      throw new IllegalArgumentException(
          "Invalid table of scores: positives %s, negatives %s; must be over the same bins, none below 0, and some of each"
              .formatted(Arrays.toString(positives), Arrays.toString(negatives)));
    }
  }

  private static boolean isPopulated(long[] counts) {
    return Arrays.stream(counts).allMatch(count -> count >= 0) && Arrays.stream(counts).sum() > 0;
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
      tied += (double) positives[bin] * negatives[bin];
    }
    return tied / 2 / pairs();
  }

  private double pairs() {
    return (double) Arrays.stream(positives).sum() * Arrays.stream(negatives).sum();
  }
}
