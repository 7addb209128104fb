package io.tidemark.app.plan;

import io.tidemark.app.settings.DriftSetting;
import io.tidemark.definition.Model;
import io.tidemark.kafka.drift.DriftSetup;
import io.tidemark.kafka.drift.DriftTopology;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.task.TaskSums;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Plans how drift is measured, of every model.
 *
 * @param baselines the reference profiles
 */
public record DriftPlan(Basis basis, Baselines baselines) {
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
    return new DriftTopology(setup, basis.partitions(), basis.topics().drift(), basis.registry());
  }
}
