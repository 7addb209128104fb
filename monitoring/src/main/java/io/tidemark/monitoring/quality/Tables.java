package io.tidemark.monitoring.quality;

import io.tidemark.monitoring.quality.CohortQuality.CalibrationBin;
import io.tidemark.monitoring.quality.CohortQuality.Decisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cells of a cohort as the tables that metrics are read from. Sums of cells run in their order,
 * so that the same cells give the same bits. Immutable.
 */
final class Tables {
  private final double[] negatives;
  private final double[] positives;
  private final Decisions decisions;
  private final List<CalibrationBin> calibration;
  private final double calibrationError;

  /**
   * @param cells of {@link CohortSums}, in order
   * @param threshold scores from which on the decision is positive
   */
  Tables(Map<Integer, FixedSum[]> cells, double threshold) {
    negatives = column(cells, CohortSums.NEGATIVE);
    positives = column(cells, CohortSums.POSITIVE);
    decisions = decisions(cells, ScoreCells.from(threshold));
    calibration = calibration(cells);
    double gaps = 0;
    for (CalibrationBin bin : calibration) {
      gaps += bin.weight() * Math.abs(bin.meanScore() - bin.positiveRate());
    }
    calibrationError = gaps / weight();
  }

  private static double[] column(Map<Integer, FixedSum[]> cells, int which) {
    return cells.values().stream().mapToDouble(in -> in[which].value()).toArray();
  }

  private static Decisions decisions(Map<Integer, FixedSum[]> cells, int firstPositive) {
    FixedSum[] above = {new FixedSum(), new FixedSum()};
    FixedSum[] below = {new FixedSum(), new FixedSum()};
    cells.forEach(
        (cell, in) -> {
          FixedSum[] decided = cell >= firstPositive ? above : below;
          decided[0].add(in[0]);
          decided[1].add(in[1]);
        });
    return new Decisions(above[1].value(), above[0].value(), below[1].value(), below[0].value());
  }

  private static List<CalibrationBin> calibration(Map<Integer, FixedSum[]> cells) {
    FixedSum[][] bins = new FixedSum[CohortQuality.BINS][];
    cells.forEach(
        (cell, in) -> {
          int bin = ScoreCells.bin(cell, bins.length);
          if (bins[bin] == null) {
            bins[bin] = new FixedSum[] {new FixedSum(), new FixedSum(), new FixedSum()};
          }
          for (int i = 0; i < bins[bin].length; i++) {
            bins[bin][i].add(in[i]);
          }
        });
    List<CalibrationBin> rows = new ArrayList<>();
    for (int bin = 0; bin < bins.length; bin++) {
      // a bin may hold predictions that no label has come for
      if (bins[bin] != null && !(bins[bin][0].isZero() && bins[bin][1].isZero())) {
        rows.add(row((bin + 1) / (double) bins.length, bins[bin]));
      }
    }
    return rows;
  }

  private static CalibrationBin row(double upper, FixedSum[] in) {
    double weight = in[0].value() + in[1].value();
    return new CalibrationBin(upper, weight, in[2].value() / weight, in[1].value() / weight);
  }

  double weight() {
    return decisions.truePositives()
        + decisions.falsePositives()
        + decisions.falseNegatives()
        + decisions.trueNegatives();
  }

  double positiveRate() {
    return (decisions.truePositives() + decisions.falseNegatives()) / weight();
  }

  /** For the ranking; empty without a positive or a negative. */
  Optional<ScoreTable> ranks() {
    double positive = decisions.truePositives() + decisions.falseNegatives();
    double negative = decisions.falsePositives() + decisions.trueNegatives();
    return positive > 0 && negative > 0
        ? Optional.of(new ScoreTable(positives, negatives))
        : Optional.empty();
  }

  Decisions decisions() {
    return decisions;
  }

  List<CalibrationBin> calibration() {
    return calibration;
  }

  double calibrationError() {
    return calibrationError;
  }
}
