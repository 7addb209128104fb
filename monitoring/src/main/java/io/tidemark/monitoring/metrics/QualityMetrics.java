package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.tidemark.monitoring.quality.CohortQuality;
import io.tidemark.monitoring.quality.CohortReport;
import io.tidemark.monitoring.quality.EpisodeStanding;
import io.tidemark.monitoring.quality.Judged;
import io.tidemark.monitoring.quality.LabelledPart;
import io.tidemark.monitoring.quality.QualityFigure;
import io.tidemark.monitoring.quality.QualitySeries;
import io.tidemark.monitoring.quality.QualityState;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * What becomes of labels in the measure of quality, and the newest mature cohort of each series as
 * gauges. A figure that a cohort does not have is absent from the scrape, not 0.
 *
 * <p>Where there are more series than gauges, those with the most predictions in a cohort come
 * first: names of versions that somebody makes up do not take the place of a release. Thread-safe.
 */
public final class QualityMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final int MAX_SERIES = 500;
  private static final String[] TAGS = {"model", "version", "label", "exploration"};

  private static final Meter AUC =
      gauge("tidemark.quality.auc", "Area under the ROC of the newest mature cohort");
  private static final Meter AUC_BOUND =
      gauge(
          "tidemark.quality.auc.bound",
          "How far the area over the scores themselves may be from tidemark_quality_auc");
  private static final Meter LOG_LOSS =
      gauge(
          "tidemark.quality.log.loss",
          "Log loss of the newest mature cohort, nats; infinite where what came was held to be impossible");
  private static final Meter BRIER =
      gauge("tidemark.quality.brier", "Brier score of the newest mature cohort");
  private static final Meter CALIBRATION_ERROR =
      gauge(
          "tidemark.quality.calibration.error",
          "Expected calibration error of the newest mature cohort, over tenths of the score");
  private static final Meter PRECISION =
      gauge("tidemark.quality.precision", "Precision of the newest mature cohort at the threshold");
  private static final Meter RECALL =
      gauge("tidemark.quality.recall", "Recall of the newest mature cohort at the threshold");
  private static final Meter POSITIVE_RATE =
      gauge(
          "tidemark.quality.positive.rate", "Share of positive labels in the newest mature cohort");
  private static final Meter MAE =
      gauge(
          "tidemark.quality.mae",
          "Mean absolute error of the newest mature cohort, of labels with a value of their own");
  private static final Meter RMSE =
      gauge(
          "tidemark.quality.rmse",
          "Root mean squared error of the newest mature cohort, of labels with a value of their own");
  private static final Meter PREDICTIONS =
      gauge("tidemark.quality.cohort.predictions", "Predictions of the newest mature cohort");
  private static final Meter MATURITY =
      gauge(
          "tidemark.quality.maturity",
          "Share of the predictions of the newest mature cohort whose label nothing can change any more");
  private static final Meter COHORT_END =
      METERS.secondsGauge(
          "tidemark.quality.cohort.end.timestamp",
          MAX_SERIES,
          "End of the newest mature cohort, since the epoch",
          TAGS);
  private static final Meter EPISODE =
      METERS.gauge(
          "tidemark.quality.episode",
          2_000,
          "Whether a figure of mature cohorts is worse than its bound: 2 in an episode, 1 in one that has eased, else 0",
          "model",
          "version",
          "label",
          "exploration",
          "metric");
  private static final Meter LEFT_OUT =
      METERS.gauge(
          "tidemark.quality.series.left.out",
          1,
          "Series that have a mature cohort and no gauges, since others have more predictions");
  private static final Meter STATES =
      METERS.gauge(
          "tidemark.quality.predictions",
          2_000,
          "Predictions by what became of them in the measure of quality, once per label, out of its state: read equals counted + too_old + no_model and what is on its way between the stages, whatever was restarted, moved or aborted",
          "model",
          "state");
  private static final Meter LABELS =
      METERS.counter(
          "tidemark.quality.labels",
          2_000,
          "Labelled examples that the join told, each revision again, by where they count",
          "model",
          "label",
          "part");
  private static final Meter CHANGES =
      METERS.counter(
          "tidemark.quality.changes",
          1_000,
          "Changes of a cohort, by what became of them",
          "model",
          "outcome");

  private final List<Figure> figures;
  private final Gauges<Episode> episodeGauges;
  private final Map<Episode, Integer> episodes = new ConcurrentHashMap<>();
  private final Levels<QualityFigure> states;
  private final BoundedSeries<Read, Counter> labels;
  private final BoundedSeries<QualityFigure, Counter> changes;
  private final Places<QualitySeries, Latest> places =
      new Places<>(MAX_SERIES, Comparator.comparingDouble(Latest::predictions));

  private record Episode(QualitySeries series, Judged figure) {
    List<String> tagValues() {
      return List.of(
          series.model(),
          series.version(),
          series.label(),
          Boolean.toString(series.exploration()),
          figure.label());
    }
  }

  private record Read(String model, String label, LabelledPart part) {
    List<String> tagValues() {
      return List.of(model, label, part.name().toLowerCase(Locale.ROOT));
    }
  }

  /** Read once: sums go on. */
  private record Latest(
      CohortQuality quality, boolean numeric, double predictions, double maturity, long endMs) {
    double probability(ToDoubleFunction<CohortQuality> figure) {
      return numeric ? Double.NaN : figure.applyAsDouble(quality);
    }

    double error(ToDoubleFunction<CohortQuality> figure) {
      return numeric ? figure.applyAsDouble(quality) : Double.NaN;
    }
  }

  /** A figure of a cohort, NaN for one that does not have it. */
  private record Figure(Gauges<QualitySeries> gauges, ToDoubleFunction<Latest> value) {}

  QualityMetrics(BoundMeters meters) {
    figures =
        List.of(
            figure(meters, PREDICTIONS, Latest::predictions),
            figure(meters, MATURITY, Latest::maturity),
            figure(meters, COHORT_END, last -> last.endMs() / 1e3),
            probability(meters, AUC, CohortQuality::auc),
            probability(meters, AUC_BOUND, CohortQuality::aucBound),
            probability(meters, LOG_LOSS, CohortQuality::logLoss),
            probability(meters, BRIER, CohortQuality::brier),
            probability(meters, CALIBRATION_ERROR, CohortQuality::calibrationError),
            probability(meters, PRECISION, quality -> quality.decisions().precision()),
            probability(meters, RECALL, quality -> quality.decisions().recall()),
            probability(meters, POSITIVE_RATE, CohortQuality::positiveRate),
            error(meters, MAE, quality -> quality.errors().meanAbsolute()),
            error(meters, RMSE, quality -> quality.errors().rootMeanSquare()));
    episodeGauges = meters.gauges(EPISODE, Episode::tagValues);
    states = meters.levels(STATES, QualityMetrics::tagValues);
    labels = meters.counters(LABELS, Read::tagValues);
    changes = meters.counters(CHANGES, QualityMetrics::tagValues);
    boolean unused =
        meters
            .<List<String>>gauges(LEFT_OUT, values -> values)
            .show(List.of(), () -> places.waiting(last -> true));
  }

  private static Meter gauge(String name, String description) {
    return METERS.gauge(name, MAX_SERIES, description, TAGS);
  }

  private static List<String> tagValues(QualityFigure figure) {
    return List.of(figure.model(), figure.state().name().toLowerCase(Locale.ROOT));
  }

  private static Figure figure(BoundMeters meters, Meter meter, ToDoubleFunction<Latest> value) {
    return new Figure(
        meters.gauges(
            meter,
            series ->
                List.of(
                    series.model(),
                    series.version(),
                    series.label(),
                    Boolean.toString(series.exploration()))),
        value);
  }

  private static Figure probability(
      BoundMeters meters, Meter meter, ToDoubleFunction<CohortQuality> value) {
    return figure(meters, meter, last -> last.probability(value));
  }

  private static Figure error(
      BoundMeters meters, Meter meter, ToDoubleFunction<CohortQuality> value) {
    return figure(meters, meter, last -> last.error(value));
  }

  /** Shows, with 0, what may become of the changes of a declared model. */
  public void modelDeclared(String model) {
    for (QualityState outcome : QualityState.values()) {
      if (outcome != QualityState.READ) {
        Counter unused = changes.of(figure(model, outcome));
      }
    }
  }

  /** A model that is not declared could be called anything. */
  private static QualityFigure figure(String model, QualityState outcome) {
    return new QualityFigure(
        outcome == QualityState.NO_MODEL ? QualityFigure.OTHER : model, outcome);
  }

  /** Counts what became of a change of a cohort. */
  public void changeTaken(String model, QualityState outcome) {
    changes.of(figure(model, outcome)).increment();
  }

  /** Shows, with 0, where examples of a label may count. */
  public void labelBegins(String model, String label) {
    for (LabelledPart part : LabelledPart.values()) {
      Counter unused = labels.of(new Read(model, label, part));
    }
  }

  /** Counts a labelled example by where it counts. */
  public void labelRead(String model, String label, LabelledPart part) {
    labels.of(new Read(model, label, part)).increment();
  }

  /** Notes what became of how many predictions. */
  public void predictions(QualityFigure figure, long count) {
    states.set(figure, count);
  }

  /**
   * Shows the newest mature cohort of its series.
   *
   * @param numeric whether its label has a value of its own
   */
  public synchronized void show(CohortReport report, boolean numeric) {
    QualitySeries series = QualitySeries.of(report.key());
    Latest latest =
        new Latest(
            report.quality(),
            numeric,
            report.sums().predictions(),
            report.sums().maturity(),
            report.key().endMs());
    places.put(series, latest).ifPresent(this::hideGauges);
    if (places.get(series).isPresent()) {
      figures.forEach(figure -> show(figure, series, latest));
    }
  }

  private void show(Figure figure, QualitySeries series, Latest latest) {
    if (Double.isNaN(figure.value().applyAsDouble(latest))) {
      figure.gauges().hide(series);
    } else {
      boolean unused =
          figure
              .gauges()
              .show(
                  series,
                  () -> places.get(series).map(figure.value()::applyAsDouble).orElse(Double.NaN));
    }
  }

  /** Shows how an episode stands. */
  public synchronized void show(EpisodeStanding standing) {
    Episode episode = new Episode(standing.series(), standing.figure());
    int value = !standing.state().isOpen() ? 0 : standing.state().eased() ? 1 : 2;
    episodes.put(episode, value);
    boolean unused = episodeGauges.show(episode, () -> episodes.getOrDefault(episode, 0));
  }

  /** Takes the gauges of a series away. */
  public synchronized void hide(QualitySeries series) {
    hideGauges(series);
    places.remove(series);
    hideEpisodes(series);
  }

  /** Takes the gauges of a series' episodes away. */
  public synchronized void hideEpisodes(QualitySeries series) {
    for (Judged figure : Judged.values()) {
      Episode episode = new Episode(series, figure);
      episodeGauges.hide(episode);
      episodes.remove(episode);
    }
  }

  private void hideGauges(QualitySeries series) {
    figures.forEach(figure -> figure.gauges().hide(series));
  }
}
