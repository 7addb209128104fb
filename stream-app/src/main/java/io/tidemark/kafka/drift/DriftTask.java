package io.tidemark.kafka.drift;

import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Model;
import io.tidemark.definition.Window;
import io.tidemark.kafka.state.PacedCommits;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What every drift task shares.
 *
 * @param models the models by name
 * @param baselines the reference profiles
 * @param clock what makes windows slide
 * @param wall the wall clock
 * @param interval time between evaluations
 * @param commits makes what asks for commits, one for each processor
 * @param metrics where results are reported
 */
public record DriftTask(
    Map<String, Model> models,
    Baselines baselines,
    ClockMode clock,
    Clock wall,
    Duration interval,
    Supplier<PacedCommits> commits,
    TidemarkMetrics metrics) {

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
