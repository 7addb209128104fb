package io.tidemark.app.plan;

import io.tidemark.app.settings.DriftSetting;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Model;
import io.tidemark.kafka.drift.DriftSetup;
import io.tidemark.kafka.drift.DriftTopology;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.WatchedTopics;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.task.TaskSums;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Plans how drift is measured, of every model.
 *
 * @param baselines the reference profiles
 * @param progress how far a topic of predictions is read
 */
public record DriftPlan(
    Basis basis, Baselines baselines, Function<WatchedTopics, InputProgress> progress) {

  /** The topics that are watched until they end: none where windows move with the wall clock. */
  public static List<WatchedTopics> topics(Basis basis) {
    return basis.timing().mode() == ClockMode.WALL
        ? List.of()
        : basis.declared().models().stream()
            .map(model -> WatchedTopics.only(model.predictionTopic()))
            .distinct()
            .toList();
  }

  DriftTopology topology() {
    Map<String, Model> models =
        basis.declared().models().stream()
            .collect(Collectors.toMap(Model::name, Function.identity()));
    models.keySet().forEach(basis.metrics().drift()::modelDeclared);
    DriftSetup setup =
        new DriftSetup(
            models,
            baselines,
            basis.timing(),
            basis.settings().get(DriftSetting.INTERVAL),
            basis.metrics().drift(),
            new TaskSums<>(basis.metrics().drift()::predictions));
    return new DriftTopology(
        setup, progress, basis.partitions(), basis.topics().drift(), basis.registry());
  }
}
