package io.tidemark.kafka.drift;

import io.tidemark.definition.Model;
import io.tidemark.definition.Window;
import io.tidemark.monitoring.drift.Baselines;
import io.tidemark.monitoring.metrics.DriftMetrics;
import io.tidemark.task.TaskTiming;
import java.time.Duration;
import java.util.Map;

/**
 * What every drift task shares.
 *
 * @param models the models by name
 * @param baselines the reference profiles
 * @param timing what makes windows slide, and how soon results can be read
 * @param interval time between evaluations
 * @param metrics where results are reported
 */
public record DriftSetup(
    Map<String, Model> models,
    Baselines baselines,
    TaskTiming timing,
    Duration interval,
    DriftMetrics metrics) {

  String tileStore(String topic) {
    return "drift-tiles-" + topic;
  }

  String tileHook(String topic) {
    return "drift-tiles-" + topic + "-commit";
  }

  /** Whether the model is declared and logs its predictions to the topic. */
  boolean watches(String model, String topic) {
    return models.containsKey(model) && models.get(model).predictionTopic().equals(topic);
  }

  String seriesStore() {
    return "drift-series";
  }

  String seriesHook() {
    return "drift-series-commit";
  }

  /** How long a minute takes late predictions: as long as any window holds it. */
  Duration grace() {
    return models.values().stream()
        .flatMap(model -> model.drift().windows().stream())
        .map(Window::size)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** How much of the newest past stays decoded in the first stage. */
  Duration heapSpan() {
    return Duration.ofMinutes(10);
  }
}
