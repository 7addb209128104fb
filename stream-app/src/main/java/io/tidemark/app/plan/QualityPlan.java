package io.tidemark.app.plan;

import io.tidemark.app.settings.QualitySetting;
import io.tidemark.definition.Model;
import io.tidemark.kafka.quality.QualitySetup;
import io.tidemark.kafka.quality.QualityTopology;
import io.tidemark.task.TaskSums;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Plans how quality is measured from labels, of every model that has any. */
public record QualityPlan(Basis basis) {

  QualityTopology topology() {
    Map<String, Model> models =
        basis.declared().models().stream()
            .filter(model -> !model.outcomeTopics().isEmpty())
            .collect(Collectors.toMap(Model::name, Function.identity()));
    models.keySet().forEach(basis.metrics().quality()::modelDeclared);
    QualitySetup setup =
        new QualitySetup(
            models,
            basis.timing(),
            basis.settings().get(QualitySetting.INTERVAL),
            basis.partitions(),
            basis.metrics().quality(),
            basis.metrics().labels(),
            new TaskSums<>(basis.metrics().quality()::predictions));
    return new QualityTopology(
        setup,
        basis.partitions(),
        basis.topics().quality(),
        basis.topics().drift().alerts(),
        basis.registry());
  }
}
