package io.tidemark.kafka.drift;

import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Model;
import io.tidemark.definition.Window;
import io.tidemark.monitoring.drift.AlarmBudget;
import io.tidemark.monitoring.drift.DriftRule;
import io.tidemark.monitoring.drift.Evaluation;
import io.tidemark.monitoring.drift.PredictionFigure;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.WatchPolicy;
import io.tidemark.monitoring.drift.WindowKey;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.episode.EpisodeRule;
import io.tidemark.monitoring.drift.episode.EpisodeState;
import io.tidemark.monitoring.metrics.DriftMetrics;
import io.tidemark.monitoring.metrics.DriftSeries;
import io.tidemark.task.MinuteSteps;
import io.tidemark.task.TaskClock;
import io.tidemark.task.TaskSums;
import io.tidemark.task.TaskTiming;
import io.tidemark.text.GraphNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every drift task shares.
 *
 * @param models the models by name
 * @param baselines the reference profiles
 * @param timing what makes windows slide, and how soon results can be read
 * @param interval time between evaluations
 * @param metrics where results are reported
 * @param figures what became of predictions, of all tasks of this process
 */
public record DriftSetup(
    Map<String, Model> models,
    Baselines baselines,
    TaskTiming timing,
    Duration interval,
    DriftMetrics metrics,
    TaskSums<PredictionFigure> figures) {

  /** For how much event time a request id is remembered, to know its repeats. */
  static final Duration REPEATS = Duration.ofHours(1);

  /** Whether windows move with the time of predictions, and not with that of the day. */
  boolean followsEvents() {
    return timing.mode() == ClockMode.STREAM;
  }

  /** Goes on where a clock before stood. */
  MinuteSteps minutes(long lastShownMs) {
    TaskClock clock = timing.clock();
    clock.restore(lastShownMs);
    return new MinuteSteps(clock, followsEvents());
  }

  String minuteStore(String topic) {
    return "drift-minutes-" + GraphNames.of(topic);
  }

  String seenStore(String topic) {
    return "drift-seen-" + GraphNames.of(topic);
  }

  String minuteHook(String topic) {
    return "commit-drift-minutes-" + GraphNames.of(topic);
  }

  String tileStore() {
    return "drift-tiles";
  }

  String tileHook() {
    return "commit-drift-tiles";
  }

  /** The declared models that log their predictions to the topic. */
  List<String> watched(String topic) {
    return models.keySet().stream().filter(model -> watches(model, topic)).toList();
  }

  /** Whether the model is declared and logs its predictions to the topic. */
  boolean watches(String model, String topic) {
    return models.containsKey(model) && models.get(model).predictionTopic().equals(topic);
  }

  /** How the series of each model are watched, by its name. */
  Map<String, WatchPolicy> policies() {
    return models.values().stream().collect(Collectors.toMap(Model::name, DriftSetup::policy));
  }

  private static WatchPolicy policy(Model model) {
    Model.Drift drift = model.drift();
    Model.Episodes episodes = drift.episodes();
    return new WatchPolicy(
        drift.windows().stream().map(Window::size).toList(),
        DriftRule.DEFAULT.withEffect(drift.warn(), drift.alert()),
        new AlarmBudget(drift.falseAlarmsPerMonth()),
        new EpisodeRule(episodes.alerts(), episodes.of(), episodes.calm(), episodes.sustained()),
        drift.overdispersion());
  }

  /** The window as it is declared; no two of a model are of one length. */
  Window window(WindowKey key) {
    return windows(key.series())
        .filter(window -> window.size().equals(key.window()))
        .findFirst()
        .orElseThrow();
  }

  /** What counts as drift of a model. */
  Model.Drift rule(Series series) {
    return models.get(series.model()).drift();
  }

  /** Shows an evaluation in the gauges of its series and window. */
  void show(Evaluation evaluation) {
    metrics.driftEvaluated(
        gauge(evaluation.series(), window(evaluation.key())),
        evaluation.result(),
        evaluation.otherBins(),
        timing.wall().millis());
  }

  /** Shows the episode of a window in its gauge. */
  void show(WindowKey key, EpisodeState episode, boolean open) {
    metrics.driftEpisode(gauge(key.series(), window(key)), open, episode.eased());
  }

  /** Shows that a series was evaluated, whatever came of it. */
  void showUnchanged(Series series) {
    long nowMs = timing.wall().millis();
    windows(series).forEach(window -> metrics.driftUnchanged(gauge(series, window), nowMs));
  }

  /** Takes the gauges of a series away. */
  void hide(Series series) {
    windows(series).forEach(window -> metrics.driftRemoved(gauge(series, window)));
  }

  private Stream<Window> windows(Series series) {
    return models.get(series.model()).drift().windows().stream();
  }

  private static DriftSeries gauge(Series series, Window window) {
    return new DriftSeries(
        series.model(), series.version(), series.label(), DriftSeries.ALL, window.label());
  }
}
