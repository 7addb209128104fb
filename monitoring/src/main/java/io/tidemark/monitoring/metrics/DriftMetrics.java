package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.DriftStatus;
import io.tidemark.monitoring.drift.Evidence;
import io.tidemark.monitoring.drift.PredictionFigure;
import io.tidemark.monitoring.drift.ReportOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * What becomes of counted values, and drift results as gauges. A figure that a result does not have
 * is absent from the scrape, not 0: no data is not no drift.
 *
 * <p>Where there are more series than gauges, those with a baseline come first, then those with the
 * most values: names of versions that somebody makes up do not take the place of a release. Others
 * are counted. Thread-safe.
 */
public final class DriftMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final int MAX_SERIES = 1_000;
  private static final String[] TAGS = {"model", "version", "feature", "segment", "window"};

  private static final Meter PSI =
      gauge(
          "tidemark.drift.psi", "Population stability index; absent unless a comparison was made");
  private static final Meter PSI_DEBIASED =
      gauge(
          "tidemark.drift.psi.debiased",
          "PSI less what chance gives on average, at least 0; absent unless a comparison was made");
  private static final Meter PSI_CRITICAL =
      gauge(
          "tidemark.drift.psi.critical",
          "What PSI exceeds by chance at the stated rate; absent unless a comparison was made");
  private static final Meter MISSING_RATIO =
      gauge(
          "tidemark.drift.missing.ratio",
          "Share of missing values; absent unless a comparison was made");
  private static final Meter UNSEEN_RATIO =
      gauge(
          "tidemark.drift.unseen.ratio",
          "Share of values outside the baseline; absent unless a comparison was made");
  private static final Meter SAMPLES = gauge("tidemark.drift.samples", "Values in the window");
  private static final Meter STATUS =
      gauge(
          "tidemark.drift.status",
          "0 stable, 1 moderate, 2 significant, -1 insufficient, -2 no baseline, -3 invalid");
  private static final Meter EPISODE =
      gauge(
          "tidemark.drift.episode",
          "Episode of drift: 0 none, 1 one that has eased, 2 one that alerts");
  private static final Meter OTHER_BINS =
      gauge(
          "tidemark.drift.other.bins",
          "Predictions in the window that were counted over other bins than the baseline's, and are not compared");
  private static final Meter LAST_EVALUATED =
      METERS.secondsGauge(
          "tidemark.drift.last.evaluated.timestamp",
          MAX_SERIES,
          "Time of the last evaluation, since the epoch; also of one that changed nothing",
          TAGS);
  private static final Meter LEFT_OUT =
      METERS.gauge(
          "tidemark.drift.series.left.out",
          2,
          "Series and windows that are evaluated and have no gauges, since others have a baseline or more values; by whether they have a baseline: yes or no",
          "baseline");
  private static final Meter EVALUATIONS =
      METERS.counter(
          "tidemark.drift.evaluations", 1_000, "Evaluations by their status", "model", "status");

  private static final Meter REPORTS =
      METERS.counter(
          "tidemark.drift.reports",
          1_000,
          "Reports of counts of one minute, model version and partition, by what became of them",
          "model",
          "outcome");

  private static final Meter PREDICTIONS =
      METERS.gauge(
          "tidemark.drift.predictions",
          5_000,
          "Predictions by what became of them, out of the state of drift: read equals counted + other_bins + late + duplicate + no_model and what is on its way between the stages, whatever was restarted, moved or aborted",
          "model",
          "state");

  private final BoundedSeries<Evaluation, Counter> evaluations;
  private final BoundedSeries<Report, Counter> reports;
  private final Levels<PredictionFigure> predictions;
  private final Figure status;
  private final List<Figure> always;
  private final List<Figure> compared;
  private final Places<DriftSeries, Latest> places = new Places<>(MAX_SERIES, Latest.RANK);

  /** Of windows that are in an episode, with a place or without: what the gauge says. */
  private final Map<DriftSeries, Integer> episodes = new ConcurrentHashMap<>();

  private final Gauges<DriftSeries> episodeGauges;

  private record Evaluation(String model, DriftStatus status) {
    List<String> tagValues() {
      return List.of(model, status.name().toLowerCase(Locale.ROOT));
    }
  }

  private record Report(String model, ReportOutcome outcome) {
    /** A model that is not declared could be called anything. */
    static Report of(String model, ReportOutcome outcome) {
      return new Report(outcome == ReportOutcome.NO_MODEL ? SeriesTags.OTHER : model, outcome);
    }

    List<String> tagValues() {
      return List.of(model, outcome.name().toLowerCase(Locale.ROOT));
    }
  }

  private record Latest(DriftResult result, long otherBins, long evaluatedAtMs) {
    static final Comparator<Latest> RANK =
        Comparator.comparing(Latest::hasBaseline)
            .thenComparingLong(latest -> latest.result().currentCount());

    boolean hasBaseline() {
      return result.status() != DriftStatus.NO_BASELINE;
    }

    Latest at(long laterMs) {
      return new Latest(result, otherBins, laterMs);
    }
  }

  /** A figure of a result, NaN for a result that does not have it. */
  private record Figure(Gauges<DriftSeries> gauges, ToDoubleFunction<Latest> value) {}

  DriftMetrics(BoundMeters meters) {
    evaluations = meters.counters(EVALUATIONS, Evaluation::tagValues);
    reports = meters.counters(REPORTS, Report::tagValues);
    predictions =
        meters.levels(
            PREDICTIONS,
            figure -> List.of(figure.model(), figure.state().name().toLowerCase(Locale.ROOT)));
    status = figure(meters, STATUS, last -> code(last.result().status()));
    always =
        List.of(
            figure(meters, SAMPLES, last -> last.result().currentCount()),
            figure(meters, OTHER_BINS, Latest::otherBins),
            figure(meters, LAST_EVALUATED, last -> last.evaluatedAtMs() / 1e3));
    compared =
        List.of(
            figure(meters, PSI, evidence(Evidence::psi)),
            figure(meters, PSI_DEBIASED, evidence(Evidence::psiDebiased)),
            figure(meters, PSI_CRITICAL, evidence(Evidence::criticalValue)),
            figure(meters, MISSING_RATIO, evidence(e -> e.measures().missingRatio())),
            figure(meters, UNSEEN_RATIO, evidence(e -> e.measures().unseenRatio())));
    episodeGauges = meters.gauges(EPISODE, DriftSeries::tagValues);
    showLeftOut(meters);
  }

  private void showLeftOut(BoundMeters meters) {
    Gauges<String> leftOut = meters.gauges(LEFT_OUT, List::of);
    leftOut.show("yes", () -> places.waiting(Latest::hasBaseline));
    leftOut.show("no", () -> places.waiting(latest -> !latest.hasBaseline()));
  }

  private static Meter gauge(String name, String description) {
    return METERS.gauge(name, MAX_SERIES, description, TAGS);
  }

  private static Figure figure(BoundMeters meters, Meter meter, ToDoubleFunction<Latest> value) {
    return new Figure(meters.gauges(meter, DriftSeries::tagValues), value);
  }

  private static ToDoubleFunction<Latest> evidence(ToDoubleFunction<Evidence> value) {
    return last -> last.result().evidence().map(value::applyAsDouble).orElse(Double.NaN);
  }

  /** Shows, with 0, what may become of the reports of a declared model. */
  public void modelDeclared(String model) {
    for (ReportOutcome outcome : ReportOutcome.values()) {
      Counter unused = reports.of(Report.of(model, outcome));
    }
  }

  /**
   * Counts what became of a report of a minute.
   *
   * @param model its model; counted under {@code other} where that is not declared
   */
  public void reportTaken(String model, ReportOutcome outcome) {
    reports.of(Report.of(model, outcome)).increment();
  }

  /** Notes what became of how many predictions. */
  public void predictions(PredictionFigure figure, long count) {
    predictions.set(figure, count);
  }

  /**
   * Exports a drift result; figures it does not have are taken away.
   *
   * @param otherBins predictions in the window that were counted over other bins
   */
  public synchronized void driftEvaluated(
      DriftSeries series, DriftResult result, long otherBins, long evaluatedAtMs) {
    evaluations.of(new Evaluation(series.model(), result.status())).increment();
    places.put(series, new Latest(result, otherBins, evaluatedAtMs)).ifPresent(this::hide);
    showPlaced(series);
  }

  /** Notes that a series was evaluated with the same result as before. */
  public synchronized void driftUnchanged(DriftSeries series, long evaluatedAtMs) {
    boolean hadNone = places.get(series).isEmpty();
    places.update(series, last -> last.at(evaluatedAtMs));
    if (hadNone && places.get(series).isPresent()) {
      showPlaced(series);
    }
  }

  /**
   * Notes whether a window is in an episode.
   *
   * @param open whether it is
   * @param eased whether that does not alert just now
   */
  public synchronized void driftEpisode(DriftSeries series, boolean open, boolean eased) {
    if (open) {
      episodes.put(series, eased ? 1 : 2);
    } else {
      episodes.remove(series);
    }
  }

  /** Takes a series away, such as one of a model version that was retired. */
  public synchronized void driftRemoved(DriftSeries series) {
    hide(series);
    places.remove(series);
    episodes.remove(series);
  }

  private void hide(DriftSeries series) {
    status.gauges().hide(series);
    episodeGauges.hide(series);
    always.forEach(figure -> figure.gauges().hide(series));
    compared.forEach(figure -> figure.gauges().hide(series));
  }

  /** Without a place, the attempt to show it counts as an overflow of the meter. */
  private void showPlaced(DriftSeries series) {
    if (show(status, series)) {
      boolean figures =
          places.get(series).map(last -> last.result().evidence().isPresent()).orElse(false);
      boolean unused = episodeGauges.show(series, () -> episodes.getOrDefault(series, 0));
      always.forEach(figure -> show(figure, series));
      compared.forEach(figure -> showOrHide(figure, series, figures));
    }
  }

  private void showOrHide(Figure figure, DriftSeries series, boolean present) {
    if (present) {
      show(figure, series);
    } else {
      figure.gauges().hide(series);
    }
  }

  private boolean show(Figure figure, DriftSeries series) {
    return figure.gauges().show(series, () -> value(figure, series));
  }

  private double value(Figure figure, DriftSeries series) {
    return places.get(series).map(figure.value()::applyAsDouble).orElse(Double.NaN);
  }

  private static double code(DriftStatus status) {
    return switch (status) {
      case STABLE -> 0;
      case MODERATE -> 1;
      case SIGNIFICANT -> 2;
      case INSUFFICIENT -> -1;
      case NO_BASELINE -> -2;
      case INVALID -> -3;
    };
  }
}
