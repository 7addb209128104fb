package io.tidemark.kafka.quality;

import io.tidemark.definition.Model;
import io.tidemark.kafka.state.TaskStores;
import io.tidemark.monitoring.drift.episode.EpisodeRule;
import io.tidemark.monitoring.labels.ModelLabels;
import io.tidemark.monitoring.labels.WaitStep;
import io.tidemark.monitoring.metrics.LabelMetrics;
import io.tidemark.monitoring.metrics.QualityMetrics;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.CohortRule;
import io.tidemark.monitoring.quality.Judged;
import io.tidemark.monitoring.quality.QualityAlarm;
import io.tidemark.monitoring.quality.QualityFigure;
import io.tidemark.task.TaskSums;
import io.tidemark.task.TaskTiming;
import io.tidemark.text.GraphNames;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsBuilder;

/**
 * What every task of quality shares.
 *
 * @param models those with labels, by name
 * @param timing what makes cohorts old, and how soon results can be read
 * @param interval time between records about a cohort that changes
 * @param joinPartitions how many tasks the join of a model has
 * @param metrics where results are reported
 * @param labelMetrics where waits for labels are reported
 * @param figures what became of predictions, of all tasks of this process
 */
public record QualitySetup(
    Map<String, Model> models,
    TaskTiming timing,
    Duration interval,
    int joinPartitions,
    QualityMetrics metrics,
    LabelMetrics labelMetrics,
    TaskSums<QualityFigure> figures) {

  /** The store that has the waits for the labels of each model, under its name. */
  public static final String WAIT_STORE = "label-waits";

  /** An episode of quality asks for nothing by its length. */
  private static final Duration NEVER = Duration.ofDays(100_000);

  /** The stores of the first stage of a model. */
  TaskStores changeStores(StreamsBuilder builder, String model) {
    return new TaskStores(builder).timers(changeStore(model)).hook(changeHook(model));
  }

  /** The stores of the second stage. */
  TaskStores cohortStores(StreamsBuilder builder) {
    return new TaskStores(builder).timers(cohortStore()).rows(WAIT_STORE).hook(cohortHook());
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
    Map<String, Duration> lives =
        model.labels().stream()
            .filter(label -> !label.policy().combining().numeric())
            .collect(Collectors.toMap(Model.Label::name, QualitySetup::life));
    return new CohortRule(
        quality.threshold(), quality.maturity(), quality.keep(), lives, alarm(quality.alarms()));
  }

  private static Duration life(Model.Label label) {
    return label.window().plus(label.grace()).plus(label.policy().late().horizon());
  }

  private static QualityAlarm alarm(Model.Alarms alarms) {
    Map<Judged, Double> bounds = new EnumMap<>(Judged.class);
    alarms.bounds().forEach((figure, bound) -> bounds.put(Judged.of(figure), bound));
    return new QualityAlarm(
        bounds,
        alarms.labels(),
        new EpisodeRule(alarms.alerts(), alarms.of(), alarms.calm(), NEVER));
  }

  /** What a row of {@link #WAIT_STORE} says of a declared model. */
  public ModelLabels waits(String model, byte[] row) {
    return StoredWaits.decode(models.get(model), joinPartitions, row);
  }

  /** The length of the steps in which the outcomes of a label are counted, milliseconds. */
  long stepMs(String model, String label) {
    Model declared = models.get(model);
    WaitStep step = declared == null ? null : WaitsToTell.steps(declared).get(label);
    return step == null ? 1 : step.lengthMs();
  }

  /** Whether the cohort's label has a value of its own; not where it is declared no more. */
  boolean isNumeric(CohortKey key) {
    return models.get(key.model()).labels().stream()
        .anyMatch(
            label -> label.name().equals(key.label()) && label.policy().combining().numeric());
  }
}
