package io.tidemark.records;

import io.tidemark.avro.CalibrationBin;
import io.tidemark.avro.QualityMetric;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.CohortQuality;
import io.tidemark.monitoring.quality.CohortQuality.Decisions;
import io.tidemark.monitoring.quality.CohortReport;
import io.tidemark.monitoring.quality.CohortSums;
import io.tidemark.monitoring.quality.EstimatedQuality;
import io.tidemark.monitoring.quality.LabelledPart;
import java.time.Instant;
import java.util.List;

/** Writes what is known of a cohort as quality records. */
public final class QualityRecords {
  private QualityRecords() {}

  /**
   * The record of a cohort.
   *
   * @param numeric whether the label has a value of its own, and so errors instead of probabilities
   * @param computedMs when it is made, milliseconds since the Unix epoch
   */
  public static QualityMetric metric(CohortReport report, boolean numeric, long computedMs) {
    CohortKey key = report.key();
    QualityMetric.Builder metric =
        QualityMetric.newBuilder()
            .setModel(key.model())
            .setModelVersion(key.version())
            .setLabel(key.label())
            .setExploration(key.exploration())
            .setCohortStart(Instant.ofEpochMilli(key.startMs()))
            .setCohortEnd(Instant.ofEpochMilli(key.endMs()))
            .setThreshold(report.rule().threshold())
            .setMature(report.isMature())
            .setOutageShare(report.lost())
            .setTainted(report.isTainted())
            .setRevision(report.revision())
            .setComputedAt(Instant.ofEpochMilli(computedMs));
    metric.setCalibrationCohorts(report.calibration().cohorts());
    counts(metric, report.sums());
    CohortQuality quality = report.quality();
    metric.setWeight(quality.weight());
    // set in every case: Avro's builder may not load the class of an element to make a default
    metric.setCalibration(numeric ? List.of() : calibration(quality));
    if (numeric) {
      errors(metric, quality);
    } else {
      probabilities(metric, quality);
      report.estimated().ifPresent(expected -> estimates(metric, expected));
    }
    return metric.build();
  }

  private static void counts(QualityMetric.Builder metric, CohortSums sums) {
    long notProbability = sums.examples(LabelledPart.NOT_PROBABILITY);
    metric
        .setPredictions(sums.predictions())
        .setSettled(sums.settled())
        .setMaturity(sums.maturity())
        .setLabelled(sums.examples(LabelledPart.SCORED) + notProbability)
        .setNotProbability(notProbability)
        .setUnlabelled(sums.examples(LabelledPart.UNLABELLED))
        .setNoScore(sums.examples(LabelledPart.NO_SCORE))
        .setScoreNotFinite(sums.examples(LabelledPart.SCORE_NOT_FINITE))
        .setNoWeight(sums.examples(LabelledPart.NO_WEIGHT))
        .setBeyondRange(sums.examples(LabelledPart.BEYOND_RANGE));
  }

  private static void errors(QualityMetric.Builder metric, CohortQuality quality) {
    metric
        .setMae(orNull(quality.errors().meanAbsolute()))
        .setRmse(orNull(quality.errors().rootMeanSquare()))
        .setBias(orNull(quality.errors().bias()));
  }

  private static void probabilities(QualityMetric.Builder metric, CohortQuality quality) {
    Decisions decisions = quality.decisions();
    metric
        .setPositiveRate(orNull(quality.positiveRate()))
        .setAuc(orNull(quality.auc()))
        .setAucBound(orNull(quality.aucBound()))
        .setLogLoss(orNull(quality.logLoss()))
        .setBrier(orNull(quality.brier()))
        .setCalibrationError(orNull(quality.calibrationError()))
        .setAccuracy(orNull(decisions.accuracy()))
        .setPrecision(orNull(decisions.precision()))
        .setRecall(orNull(decisions.recall()));
  }

  private static void estimates(QualityMetric.Builder metric, EstimatedQuality expected) {
    Decisions decisions = expected.decisions();
    metric
        .setEstimatedPositiveRate(expected.positiveRate())
        .setEstimatedAuc(orNull(expected.auc()))
        .setEstimatedLogLoss(expected.logLoss())
        .setEstimatedBrier(expected.brier())
        .setEstimatedAccuracy(orNull(decisions.accuracy()))
        .setEstimatedPrecision(orNull(decisions.precision()))
        .setEstimatedRecall(orNull(decisions.recall()));
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }

  private static List<CalibrationBin> calibration(CohortQuality quality) {
    return quality.calibration().stream()
        .map(
            bin ->
                new CalibrationBin(bin.upper(), bin.weight(), bin.meanScore(), bin.positiveRate()))
        .toList();
  }
}
