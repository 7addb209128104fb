package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What becomes of predictions and outcomes. Thread-safe. */
public final class JoinMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter PREDICTIONS =
      METERS.counter(
          "tidemark.join.predictions",
          1_000,
          "Predictions that opened a join, once per label; of this process, with what was aborted and read again",
          "model",
          "label");
  private static final Meter RESULTS =
      METERS.counter(
          "tidemark.join.results",
          10_000,
          "What became of predictions and outcomes",
          "model",
          "label",
          "result");
  private static final Meter PENDING =
      METERS.gauge(
          "tidemark.join.pending",
          1_000,
          "Predictions waiting for their outcome",
          "model",
          "label");
  private static final Meter LABELS =
      METERS.gauge(
          "tidemark.join.labels",
          6_000,
          "Predictions by what became of them, out of the state of joins: opened equals joined + timed_out + unlabelled + erased + pending, whatever was restarted, moved or aborted",
          "model",
          "label",
          "state");
  private static final Meter LABEL_DELAY =
      METERS.timer(
          "tidemark.join.label.delay",
          2_000,
          "Prediction to outcome, in event time, of joined predictions",
          "model",
          "model_version",
          "label");
  private static final Meter BEHIND =
      METERS.secondsGauge(
          "tidemark.join.behind",
          200,
          "Now less the time up to which everything that came is read: from the topics (stage inputs), and by the tasks that close labels (stage labels)",
          "model",
          "stage");

  private static final double DAY = 86_400;
  private static final List<Duration> DELAY_BUCKETS =
      BoundMeters.seconds(
          1,
          10,
          60,
          300,
          900,
          3_600,
          3 * 3_600,
          6 * 3_600,
          12 * 3_600,
          DAY,
          2 * DAY,
          3 * DAY,
          7 * DAY,
          14 * DAY,
          30 * DAY,
          60 * DAY,
          90 * DAY);

  private final BoundedSeries<Label, Counter> predictions;
  private final BoundedSeries<Result, Counter> results;
  private final Levels<Label> pending;
  private final Levels<Share> labels;
  private final BoundedSeries<Delayed, Timer> labelDelay;
  private final Gauges<Reading> behind;
  private final Map<Reading, Map<String, Long>> readThroughMs = new ConcurrentHashMap<>();
  private final Clock clock;

  private record Delayed(String model, String version, String label) {
    List<String> tagValues() {
      return List.of(model, version, label);
    }
  }

  private record Reading(String model, ReadingStage stage) {
    List<String> tagValues() {
      return List.of(model, stage.name().toLowerCase(Locale.ROOT));
    }
  }

  private record Label(String model, String label) {
    List<String> tagValues() {
      return List.of(model, label);
    }
  }

  private record Share(String model, LabelFigure figure) {
    List<String> tagValues() {
      return List.of(model, figure.label(), figure.state().name().toLowerCase(Locale.ROOT));
    }
  }

  private record Result(String model, String label, JoinResult result) {
    List<String> tagValues() {
      return List.of(model, label, result.name().toLowerCase(Locale.ROOT));
    }
  }

  JoinMetrics(BoundMeters meters) {
    predictions = meters.counters(PREDICTIONS, Label::tagValues);
    results = meters.counters(RESULTS, Result::tagValues);
    pending = meters.levels(PENDING, Label::tagValues);
    labels = meters.levels(LABELS, Share::tagValues);
    labelDelay = meters.timers(LABEL_DELAY, DELAY_BUCKETS, Delayed::tagValues);
    behind = meters.gauges(BEHIND, Reading::tagValues);
    clock = meters.clock();
  }

  /** Counts a prediction that opened a join for a label. */
  public void joinOpened(String model, String label) {
    predictions.of(new Label(model, label)).increment();
  }

  /** Lets a counter begin at 0. */
  public void joinBegins(String model, String label, JoinResult result) {
    results.of(new Result(model, label, result));
  }

  /** Counts what became of a prediction or an outcome. */
  public void joinResult(String model, String label, JoinResult result) {
    results.of(new Result(model, label, result)).increment();
  }

  /** Notes what became of how many predictions. */
  public void labels(String model, LabelFigure figure, long count) {
    labels.set(new Share(model, figure), count);
    if (figure.state() == LabelFigure.State.PENDING) {
      pending.set(new Label(model, figure.label()), count);
    }
  }

  /**
   * Times a prediction until its outcome, in event time.
   *
   * @param delay a negative one counts as 0
   */
  public void labelDelayed(String model, String version, String label, Duration delay) {
    labelDelay
        .of(new Delayed(model, version, label))
        .record(delay.isNegative() ? Duration.ZERO : delay);
  }

  /**
   * Notes up to which time a task knows everything to be read; of several the earliest is shown.
   *
   * @param throughMs milliseconds since the Unix epoch
   */
  public void readThrough(String model, ReadingStage stage, String taskId, long throughMs) {
    Reading reading = new Reading(model, stage);
    readThroughMs.computeIfAbsent(reading, this::shown).put(taskId, throughMs);
  }

  /** Forgets a task that went to another instance; without any, there is nothing to show here. */
  public void forgetReading(String model, String taskId) {
    for (ReadingStage stage : ReadingStage.values()) {
      readThroughMs.computeIfPresent(
          new Reading(model, stage), (reading, byTask) -> without(taskId, reading, byTask));
    }
  }

  private Map<String, Long> without(String taskId, Reading reading, Map<String, Long> byTask) {
    byTask.remove(taskId);
    if (!byTask.isEmpty()) {
      return byTask;
    }
    behind.hide(reading);
    return null;
  }

  private Map<String, Long> shown(Reading reading) {
    Map<String, Long> byTask = new ConcurrentHashMap<>();
    behind.show(reading, () -> behindSeconds(byTask));
    return byTask;
  }

  private double behindSeconds(Map<String, Long> byTask) {
    long nowMs = clock.wallTime();
    long throughMs = byTask.values().stream().mapToLong(Long::longValue).min().orElse(nowMs);
    return Math.max(0, nowMs - throughMs) / 1e3;
  }
}
