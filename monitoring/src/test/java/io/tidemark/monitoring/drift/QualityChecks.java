package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.quality.ExpectedQuality;
import io.tidemark.monitoring.quality.NumericErrors;
import io.tidemark.monitoring.quality.ProbabilityQuality;
import io.tidemark.monitoring.quality.ScoreTable;
import io.tidemark.monitoring.quality.ScoredLabel;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Quality from labels, and before them. */
final class QualityChecks {
  private QualityChecks() {}

  static Checks checks() {
    return new Checks()
        .number("roc_auc", vector -> table(vector).auc())
        .number("max_binning_error", vector -> table(vector).aucBound())
        .number("log_loss", vector -> ProbabilityQuality.logLoss(labels(vector, "y_true")))
        .number("log_loss_v1", vector -> ProbabilityQuality.logLoss(labels(vector, "labels_v1")))
        .number("log_loss_v2", vector -> ProbabilityQuality.logLoss(labels(vector, "labels_v2")))
        .number("brier", vector -> ProbabilityQuality.brier(labels(vector, "y_true")))
        .number("brier_v1", vector -> ProbabilityQuality.brier(labels(vector, "labels_v1")))
        .number("brier_v2", vector -> ProbabilityQuality.brier(labels(vector, "labels_v2")))
        .number("ece", QualityChecks::calibrationError)
        .number("tp", expected(ExpectedQuality::truePositives))
        .number("fp", expected(ExpectedQuality::falsePositives))
        .number("fn", expected(ExpectedQuality::falseNegatives))
        .number("tn", expected(ExpectedQuality::trueNegatives))
        .number("accuracy", expected(ExpectedQuality::accuracy))
        .number("precision", expected(ExpectedQuality::precision))
        .number("recall", expected(ExpectedQuality::recall))
        .number("brier_expected", expected(ExpectedQuality::brier))
        .number("mae", errors(NumericErrors::meanAbsolute))
        .number("rmse", errors(NumericErrors::rootMeanSquare))
        .number("mean_error_pred_minus_true", errors(NumericErrors::bias));
  }

  private static ScoreTable table(ReferenceVector vector) {
    if (vector.has("scores")) {
      return tableOfScores(vector.list("scores"), vector.list("y_true"));
    }
    return ScoreTable.ofCounts(
        longs(vector.list("positive_counts_by_score_bin")),
        longs(vector.list("negative_counts_by_score_bin")));
  }

  private static ScoreTable tableOfScores(double[] scores, double[] labels) {
    double[] distinct = Arrays.stream(scores).distinct().sorted().toArray();
    long[] positives = new long[distinct.length];
    long[] negatives = new long[distinct.length];
    for (int i = 0; i < scores.length; i++) {
      (labels[i] == 1 ? positives : negatives)[Arrays.binarySearch(distinct, scores[i])]++;
    }
    return ScoreTable.ofCounts(positives, negatives);
  }

  private static long[] longs(double[] values) {
    return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
  }

  private static List<ScoredLabel> labels(ReferenceVector vector, String key) {
    double[] scores = vector.list("prob_positive");
    double[] labels = vector.list(key);
    double[] weights = new double[scores.length];
    Arrays.fill(weights, 1);
    double[] weighed = vector.has("weights") ? vector.list("weights") : weights;
    return IntStream.range(0, scores.length)
        .mapToObj(i -> new ScoredLabel(scores[i], labels[i] == 1, weighed[i]))
        .toList();
  }

  private static double calibrationError(ReferenceVector vector) {
    int bins = Integer.parseInt(vector.option("n_bins"));
    return ProbabilityQuality.calibrationError(labels(vector, "y_true"), bins);
  }

  private static ToDoubleFunction<ReferenceVector> expected(
      ToDoubleFunction<ExpectedQuality> figure) {
    return vector ->
        figure.applyAsDouble(
            ExpectedQuality.of(
                vector.list("calibrated_probs"), vector.input("threshold").asDouble()));
  }

  private static ToDoubleFunction<ReferenceVector> errors(ToDoubleFunction<NumericErrors> figure) {
    return vector ->
        figure.applyAsDouble(NumericErrors.of(vector.list("y_pred"), vector.list("y_true")));
  }
}
