package io.tidemark.monitoring.quality;

import io.tidemark.monitoring.drift.episode.Standing;
import java.util.Map;

/**
 * A figure of a cohort and how far chance may have moved it: one standard error of as many labels
 * as there are. Weighted labels are taken to be as informative as so many of equal weight, which
 * makes the error larger where negatives are sampled.
 *
 * @param value the figure; NaN where it cannot be computed
 * @param standardError 0 or more; NaN as the value
 * @param labels how many labels it is computed from
 */
public record JudgedFigure(double value, double standardError, long labels) {
  /** Standard errors beyond which a figure is worse than its bound, and not by chance. */
  public static final double SIGNIFICANT = 3;

  /** Positive and negative labels without which an area is not judged. */
  private static final double LEAST_OF_EACH = 10;

  private static final double LEAST_PROBABILITY = 1e-6;

  /** From the sums of a cohort; the same sums give the same bits. */
  static JudgedFigure of(CohortSums sums, Judged figure, double threshold) {
    long labels = sums.examples(LabelledPart.SCORED);
    Tables tables = new Tables(sums.cells(), threshold);
    double perWeight = labels / tables.weight();
    return switch (figure) {
      case AUC -> area(tables, perWeight, labels);
      case ECE -> calibration(tables, perWeight, labels);
      case LOG_LOSS -> loss(sums, perWeight, labels, JudgedFigure::logLoss);
      case BRIER -> loss(sums, perWeight, labels, (score, label) -> square(score - label));
    };
  }

  private static double square(double value) {
    return value * value;
  }

  private static double logLoss(double score, double label) {
    double probability = label == 1 ? score : 1 - score;
    return -StrictMath.log(Math.min(1, Math.max(LEAST_PROBABILITY, probability)));
  }

  /** Of a label of 0 or 1 beside its score. */
  private interface Loss {
    double of(double score, double label);
  }

  /** Scores of one cell count as their mean. */
  private static JudgedFigure loss(CohortSums sums, double perWeight, long labels, Loss loss) {
    double weight = 0;
    double first = 0;
    double second = 0;
    for (Map.Entry<Integer, FixedSum[]> cell : sums.cells().entrySet()) {
      double negative = cell.getValue()[CohortSums.NEGATIVE].value();
      double positive = cell.getValue()[CohortSums.POSITIVE].value();
      if (negative + positive > 0) {
        double score = cell.getValue()[CohortSums.SCORES].value() / (negative + positive);
        double ofNegative = loss.of(score, 0);
        double ofPositive = loss.of(score, 1);
        weight += negative + positive;
        first += negative * ofNegative + positive * ofPositive;
        second += negative * square(ofNegative) + positive * square(ofPositive);
      }
    }
    double mean = first / weight;
    double variance = Math.max(0, second / weight - square(mean));
    return new JudgedFigure(mean, Math.sqrt(variance / (weight * perWeight)), labels);
  }

  /** By the variance of DeLong, DeLong and Clarke-Pearson (1988), over bins. */
  private static JudgedFigure area(Tables tables, double perWeight, long labels) {
    return tables
        .ranks()
        .filter(ranks -> Math.min(ranks.positive(), ranks.negative()) * perWeight >= LEAST_OF_EACH)
        .map(ranks -> new JudgedFigure(ranks.auc(), ranks.standardError(perWeight), labels))
        .orElse(new JudgedFigure(Double.NaN, Double.NaN, labels));
  }

  /** Of a bin that is calibrated, chance makes a gap of the root of 2/pi standard deviations. */
  private static JudgedFigure calibration(Tables tables, double perWeight, long labels) {
    double byChance = 0;
    double variance = 0;
    for (CohortQuality.CalibrationBin bin : tables.calibration()) {
      double rate = (bin.meanScore() + bin.positiveRate()) / 2;
      double share = bin.weight() / tables.weight();
      double deviation = Math.sqrt(rate * (1 - rate) / (bin.weight() * perWeight));
      byChance += share * deviation * Math.sqrt(2 / Math.PI);
      variance += square(share * deviation);
    }
    double value = tables.calibrationError() - byChance;
    return new JudgedFigure(
        value > 0 ? value : Double.isNaN(value) ? value : 0, Math.sqrt(variance), labels);
  }

  /** What it says to an episode. */
  Standing standing(Judged figure, double bound, long leastLabels) {
    double excess = figure.excess(value, bound);
    if (labels < leastLabels || Double.isNaN(excess) || Double.isNaN(standardError)) {
      return Standing.UNKNOWN;
    }
    if (excess > SIGNIFICANT * standardError) {
      return Standing.ALERT;
    }
    return excess > 0 ? Standing.BELOW : Standing.CALM;
  }
}
