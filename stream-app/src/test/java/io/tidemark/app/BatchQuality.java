package io.tidemark.app;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.QualityMetric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Quality in hindsight, by the textbook, from the last examples of the topic alone. */
final class BatchQuality {
  private final List<LabelledExample> examples = new ArrayList<>();

  /** By model version, label, exploration and start of the cohort. */
  static Map<String, BatchQuality> of(Collection<LabelledExample> newest, Duration cohort) {
    Map<String, BatchQuality> cohorts = new LinkedHashMap<>();
    for (LabelledExample example : newest) {
      long startMs =
          Math.floorDiv(example.getPredictionTime().toEpochMilli(), cohort.toMillis())
              * cohort.toMillis();
      String key =
          String.join(
              "|",
              example.getModel(),
              example.getModelVersion(),
              example.getLabel(),
              String.valueOf(example.getExplorationFlag()),
              String.valueOf(startMs));
      cohorts.computeIfAbsent(key, k -> new BatchQuality()).examples.add(example);
    }
    return cohorts;
  }

  static String key(QualityMetric metric) {
    return String.join(
        "|",
        metric.getModel(),
        metric.getModelVersion(),
        metric.getLabel(),
        String.valueOf(metric.getExploration()),
        String.valueOf(metric.getCohortStart().toEpochMilli()));
  }

  private static double weight(LabelledExample example) {
    return example.getWeight() * example.getSamplingWeight();
  }

  private List<LabelledExample> counting() {
    return examples.stream()
        .filter(e -> e.getLabelValue() != null && e.getScore() != null && weight(e) > 0)
        .filter(e -> Double.isFinite(e.getScore()))
        .toList();
  }

  long labelled() {
    return counting().size();
  }

  long unlabelled() {
    return examples.stream().filter(e -> e.getLabelValue() == null).count();
  }

  private double total() {
    return counting().stream().mapToDouble(BatchQuality::weight).sum();
  }

  private interface Loss {
    double of(double score, double value);
  }

  private double mean(Loss loss) {
    return counting().stream()
            .mapToDouble(e -> weight(e) * loss.of(e.getScore(), e.getLabelValue()))
            .sum()
        / total();
  }

  /** The figures that have to agree to nine decimals. */
  Map<String, Double> figures(boolean numeric, double threshold) {
    Map<String, Double> figures = new HashMap<>();
    if (numeric) {
      figures.put("mae", mean((s, v) -> Math.abs(s - v)));
      figures.put("rmse", Math.sqrt(mean((s, v) -> (s - v) * (s - v))));
      figures.put("bias", mean((s, v) -> s - v));
    } else {
      figures.put("weight", total());
      figures.put("positive_rate", mean((s, v) -> v));
      figures.put("log_loss", mean((s, v) -> -Math.log(v == 1 ? s : 1 - s)));
      figures.put("brier", mean((s, v) -> (s - v) * (s - v)));
      figures.put("calibration_error", calibrationError());
      figures.put("accuracy", mean((s, v) -> (s >= threshold) == (v == 1) ? 1 : 0));
    }
    return figures;
  }

  private double calibrationError() {
    double[] gaps = new double[10];
    for (LabelledExample e : counting()) {
      int bin = Math.max((int) Math.ceil(e.getScore() * 10) - 1, 0);
      gaps[bin] += weight(e) * (e.getScore() - e.getLabelValue());
    }
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return sum / total();
  }

  /** Over all pairs; NaN without one. */
  double auc() {
    double wins = 0;
    double pairs = 0;
    for (LabelledExample positive : counting()) {
      for (LabelledExample negative : counting()) {
        if (positive.getLabelValue() == 1 && negative.getLabelValue() == 0) {
          double weight = weight(positive) * weight(negative);
          pairs += weight;
          wins += weight * (1 + Math.signum(positive.getScore() - negative.getScore())) / 2;
        }
      }
    }
    return wins / pairs;
  }
}
