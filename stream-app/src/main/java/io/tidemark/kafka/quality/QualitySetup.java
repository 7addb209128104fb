package io.tidemark.kafka.quality;

import io.tidemark.definition.Model;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.monitoring.metrics.QualityMetrics;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.CohortRule;
import io.tidemark.monitoring.quality.QualityFigure;
import io.tidemark.task.TaskSums;
import io.tidemark.task.TaskTiming;
import io.tidemark.text.GraphNames;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsBuilder;

/**
 * What every task of quality shares.
 *
 * @param models those with labels, by name
 * @param timing what makes cohorts old, and how soon results can be read
 * @param interval time between records about a cohort that changes
 * @param metrics where results are reported
 * @param figures what became of predictions, of all tasks of this process
 */
public record QualitySetup(
    Map<String, Model> models,
    TaskTiming timing,
    Duration interval,
    QualityMetrics metrics,
    TaskSums<QualityFigure> figures) {

  /** The stores of the first stage of a model. */
  TaskStores changeStores(StreamsBuilder builder, String model) {
    return new TaskStores(builder).timers(changeStore(model)).hook(changeHook(model));
  }

  /** The stores of the second stage. */
  TaskStores cohortStores(StreamsBuilder builder) {
    return new TaskStores(builder).timers(cohortStore()).hook(cohortHook());
  }

  String changeStore(String model) {
    return "quality-changes-" + GraphNames.of(model);
  }

  String changeHook(String model) {
    return "commit-quality-changes-" + GraphNames.of(model);
  }

  String cohortStore() {
    return "quality-cohorts";
  }

  String cohortHook() {
    return "commit-quality-cohorts";
  }

  /** How the cohorts of each model are kept, by its name. */
  Map<String, CohortRule> rules() {
    return models.values().stream().collect(Collectors.toMap(Model::name, QualitySetup::rule));
  }

  private static CohortRule rule(Model model) {
    Model.Quality quality = model.quality();
    return new CohortRule(quality.threshold(), quality.maturity(), quality.keep());
  }

  /** Whether the cohort's label has a value of its own; not where it is declared no more. */
  boolean isNumeric(CohortKey key) {
    return models.get(key.model()).labels().stream()
        .anyMatch(
            label -> label.name().equals(key.label()) && label.policy().combining().numeric());
  }
}
