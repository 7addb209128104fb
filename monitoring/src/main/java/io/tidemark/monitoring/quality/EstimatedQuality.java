package io.tidemark.monitoring.quality;

import io.tidemark.monitoring.quality.CohortQuality.Decisions;
import java.util.Map;
import java.util.Optional;

/**
 * How good the answers of a cohort should be, from its scores and what came of such scores before,
 * without one of its labels (confidence-based performance estimation). It sees a change of the
 * scores, and is blind to a change of what they mean. Of a cell all scores are taken for their
 * mean, which is off by less than a thousandth of any figure unless scores crowd at 0 or 1 and mean
 * something else there.
 *
 * @param predictions with a score from 0 to 1
 * @param positiveRate expected share of positive labels, {@code [0, 1]}
 * @param auc expected area under the receiver operating characteristic; NaN where one of the two
 *     labels is not to be expected
 * @param logLoss expected, in nats; infinite where a score is 0 or 1 and was wrong before
 * @param brier expected, {@code [0, 1]}
 * @param decisions expected, as numbers of predictions
 */
public record EstimatedQuality(
    double predictions,
    double positiveRate,
    double auc,
    double logLoss,
    double brier,
    Decisions decisions) {

  /**
   * From the scores of a cohort; empty without one, or without a label before.
   *
   * @param scores of the cohort; its labels are not looked at
   * @param threshold scores from which on the decision is positive, in whole thousandths
   */
  public static Optional<EstimatedQuality> of(
      CohortSums scores, Calibration calibration, double threshold) {
    if (calibration.isEmpty()) {
      return Optional.empty();
    }
    Expected expected = new Expected(scores.cells(), calibration, ScoreCells.from(threshold));
    return expected.predictions > 0 ? Optional.of(expected.quality()) : Optional.empty();
  }

  /** The cells of a cohort added up, in their order. */
  private static final class Expected {
    private final double[] positives;
    private final double[] negatives;
    private final double[][] decided = new double[2][2];
    private double predictions;
    private double logLoss;
    private double squares;

    Expected(Map<Integer, FixedSum[]> cells, Calibration calibration, int firstPositive) {
      positives = new double[cells.size()];
      negatives = new double[cells.size()];
      int index = 0;
      for (Map.Entry<Integer, FixedSum[]> cell : cells.entrySet()) {
        double count = cell.getValue()[CohortSums.PREDICTED].value();
        if (count > 0) {
          double rate = calibration.rate(cell.getKey());
          double score = cell.getValue()[CohortSums.PREDICTED_SCORES].value() / count;
          positives[index] = count * rate;
          negatives[index] = count * (1 - rate);
          int decision = cell.getKey() >= firstPositive ? 1 : 0;
          decided[decision][1] += positives[index];
          decided[decision][0] += negatives[index];
          predictions += count;
          logLoss += loss(positives[index], score) + loss(negatives[index], 1 - score);
          squares += count * (rate - 2 * rate * score + score * score);
        }
        index++;
      }
    }

    /** What is not to be expected costs nothing, however impossible it was held to be. */
    private static double loss(double weight, double probability) {
      return weight == 0 ? 0 : -weight * StrictMath.log(probability);
    }

    EstimatedQuality quality() {
      double positive = decided[0][1] + decided[1][1];
      boolean both = positive > 0 && decided[0][0] + decided[1][0] > 0;
      return new EstimatedQuality(
          predictions,
          positive / predictions,
          both ? new ScoreTable(positives, negatives).auc() : Double.NaN,
          logLoss / predictions,
          squares / predictions,
          new Decisions(decided[1][1], decided[1][0], decided[0][1], decided[0][0]));
    }
  }
}
