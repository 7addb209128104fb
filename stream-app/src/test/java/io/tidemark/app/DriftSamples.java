package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;

import io.tidemark.avro.DriftMetric;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Baselines and records of drift that tests have in common. */
final class DriftSamples {
  /** Of each baseline. */
  static final int ROWS = 300;

  private DriftSamples() {}

  static double uniform(int i) {
    return (i % 100) / 100.0;
  }

  static BaselineProfile baseline(IntToDoubleFunction score) {
    BaselineBuilder builder = new BaselineBuilder("ranker", "v3");
    for (int i = 0; i < ROWS; i++) {
      double value = score.applyAsDouble(i);
      builder.add(Map.of("@score", value, "price", value * 10, "device", "phone"));
    }
    return builder.build(START);
  }

  static DriftMetric of(List<DriftMetric> metrics, String feature) {
    return of(metrics, feature, "15m");
  }

  static DriftMetric of(List<DriftMetric> metrics, String feature, String window) {
    return metrics.stream()
        .filter(m -> m.getFeature().equals(feature) && m.getWindow().equals(window))
        .filter(m -> m.getModelVersion().toString().equals("v3"))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no record of " + feature + " in " + metrics));
  }
}
