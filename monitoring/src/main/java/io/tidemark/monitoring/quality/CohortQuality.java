package io.tidemark.monitoring.quality;

import java.util.List;
import java.util.Optional;

/**
 * How good the answers of a cohort were, by weight, as far as its labels are known. What cannot be
 * said is NaN, never 0: without labels everything, without a positive and a negative the area.
 *
 * @param weight of the labels with a score that is a probability
 * @param positiveRate share of positives among them, {@code [0, 1]}
 * @param ranking how well scores tell positives from negatives
 * @param losses how good scores are as probabilities
 * @param decisions what came of scores at and above the threshold, and of those below
 * @param calibration promised beside come, of each tenth with a weight
 * @param errors of numbers, of all labels beside a finite score
 */
public record CohortQuality(
    double weight,
    double positiveRate,
    Ranking ranking,
    Losses losses,
    Decisions decisions,
    List<CalibrationBin> calibration,
    NumericErrors errors) {
  /** Bins of the calibration table. */
  public static final int BINS = 10;

  public CohortQuality {
    calibration = List.copyOf(calibration);
  }

  /**
   * How well scores tell positives from negatives; NaN without one of each.
   *
   * @param auc area under the receiver operating characteristic, {@code [0, 1]}
   * @param bound how far that of the scores themselves may be from it, in either direction
   */
  public record Ranking(double auc, double bound) {
    static Ranking of(Optional<ScoreTable> table) {
      return table
          .map(scores -> new Ranking(scores.auc(), scores.aucBound()))
          .orElse(new Ranking(Double.NaN, Double.NaN));
    }
  }

  /**
   * How good scores are as probabilities; NaN without any.
   *
   * @param logLoss in nats, 0 or more; infinite where something came that was held to be impossible
   * @param brier mean squared difference of score and label, {@code [0, 1]}
   * @param calibrationError over tenths of the score, {@code [0, 1]}
   */
  public record Losses(double logLoss, double brier, double calibrationError) {}

  /**
   * Weights by decision and label.
   *
   * @param truePositives of positive labels at or above the threshold
   * @param falsePositives of negative ones there
   * @param falseNegatives of positive ones below it
   * @param trueNegatives of negative ones there
   */
  public record Decisions(
      double truePositives, double falsePositives, double falseNegatives, double trueNegatives) {
    /** Share of right decisions; NaN without any. */
    public double accuracy() {
      double right = truePositives + trueNegatives;
      return right / (right + falsePositives + falseNegatives);
    }

    /** Share of positives at or above the threshold; NaN without any. */
    public double precision() {
      return truePositives / (truePositives + falsePositives);
    }

    /** Which share of positives is at or above the threshold; NaN without any. */
    public double recall() {
      return truePositives / (truePositives + falseNegatives);
    }
  }

  /**
   * A row of the calibration table.
   *
   * @param upper end of the bin, included; the width is a tenth
   * @param weight of its labels, above 0
   * @param meanScore what was promised
   * @param positiveRate what came
   */
  public record CalibrationBin(
      double upper, double weight, double meanScore, double positiveRate) {}

  /**
   * From the sums of a cohort; the same sums give the same bits.
   *
   * @param threshold scores from which on the decision is positive, in whole thousandths
   */
  public static CohortQuality of(CohortSums sums, double threshold) {
    Tables tables = new Tables(sums.cells(), threshold);
    double scored = tables.weight();
    double weight = sums.weight();
    return new CohortQuality(
        scored,
        tables.positiveRate(),
        Ranking.of(tables.ranks()),
        new Losses(
            sums.logLosses() / scored, sums.brierLosses() / scored, tables.calibrationError()),
        tables.decisions(),
        tables.calibration(),
        new NumericErrors(
            sums.absoluteErrors() / weight,
            Math.sqrt(sums.squaredErrors() / weight),
            sums.signedErrors() / weight));
  }

  /** {@link Ranking#auc}. */
  public double auc() {
    return ranking.auc();
  }

  /** {@link Ranking#bound}. */
  public double aucBound() {
    return ranking.bound();
  }

  /** {@link Losses#logLoss}. */
  public double logLoss() {
    return losses.logLoss();
  }

  /** {@link Losses#brier}. */
  public double brier() {
    return losses.brier();
  }

  /** {@link Losses#calibrationError}. */
  public double calibrationError() {
    return losses.calibrationError();
  }
}
