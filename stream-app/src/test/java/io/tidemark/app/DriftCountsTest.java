package io.tidemark.app;

import static io.tidemark.app.DriftSamples.baseline;
import static io.tidemark.app.DriftSamples.of;
import static io.tidemark.app.DriftSamples.uniform;
import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.PredictionLog;
import io.tidemark.monitoring.drift.MinuteCounts;
import io.tidemark.monitoring.drift.MinuteReport;
import io.tidemark.monitoring.drift.ModelVersion;
import io.tidemark.monitoring.drift.PredictionState;
import io.tidemark.monitoring.drift.ReportOutcome;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No count of drift is lost in silence: what became of every prediction, through both stages. */
class DriftCountsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @TempDir Path state;
  private DrivenTopology topology;
  private int sent;

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(Samples.DEFINITIONS, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private long reports(String model, ReportOutcome outcome) {
    return topology.metric(
        "tidemark_drift_reports_total{model=\"%s\",outcome=\"%s\"}"
            .formatted(model, outcome.name().toLowerCase(Locale.ROOT)));
  }

  private long reports(ReportOutcome outcome) {
    return reports("ranker", outcome);
  }

  private long predictions(String model, PredictionState state) {
    return topology.metric(
        "tidemark_drift_predictions{model=\"%s\",state=\"%s\"}"
            .formatted(model, state.name().toLowerCase(Locale.ROOT)));
  }

  private long predictions(PredictionState state) {
    return predictions("ranker", state);
  }

  /** Sends what a partition counted, as the first stage would. */
  private void report(String model, Instant minute, int predictions) {
    MinuteCounts counts = MinuteCounts.over(Optional.empty());
    for (int i = 0; i < predictions; i++) {
      counts.add(Optional.empty(), feature -> null);
    }
    topology.send(
        "tidemark-drift-by-version-predictions-repartition",
        new TestRecord<>(
            DrivenTopology.utf8(new ModelVersion(model, "v3").key()),
            new MinuteReport(minute.toEpochMilli(), counts).encode()));
  }

  private void predictAt(Instant at, int count) {
    for (int i = 0; i < count; i++) {
      topology.prediction(prediction("r" + sent++, at, uniform(i)));
    }
  }

  /** What both stages have counted is evaluated. */
  private List<DriftMetric> evaluated() {
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);
    return topology.drift();
  }

  @Test
  void reportsThatCountAreCounted() {
    topology.baseline(baseline(DriftSamples::uniform));
    predictAt(START, 300);
    evaluated();

    assertThat(reports(ReportOutcome.APPLIED)).as("one of all series").isEqualTo(1);
    assertThat(predictions(PredictionState.READ)).isEqualTo(300);
    assertThat(predictions(PredictionState.COUNTED)).isEqualTo(300);
  }

  @Test
  void reportOverTheBinsOfAnotherBaselineIsCounted() {
    topology.baseline(baseline(DriftSamples::uniform));
    topology.prediction(prediction("r", topology.now(), 0.5));
    topology.baseline(baseline(i -> i % 3));
    topology.advance(INTERVAL);

    assertThat(reports(ReportOutcome.OTHER_BINS)).isEqualTo(1);
    assertThat(reports(ReportOutcome.APPLIED)).isZero();
    assertThat(predictions(PredictionState.OTHER_BINS)).isEqualTo(1);
    assertThat(predictions(PredictionState.COUNTED)).isZero();
  }

  @Test
  void predictionOfAMinuteThatHasLeftEveryWindowIsLate() {
    topology.advance(Duration.ofHours(2));
    topology.prediction(prediction("late", START, 0.5));
    topology.advance(INTERVAL);

    assertThat(reports(ReportOutcome.TOO_LATE)).isEqualTo(1);
    assertThat(predictions(PredictionState.LATE)).isEqualTo(1);
    assertThat(predictions(PredictionState.COUNTED)).isZero();
  }

  @Test
  void predictionOfAModelThatIsNotDeclaredIsCountedWithoutItsName() {
    PredictionLog log = prediction("r", topology.now(), 0.5);
    log.setModel("retired");
    topology.prediction(log);

    assertThat(predictions("other", PredictionState.READ)).isEqualTo(1);
    assertThat(predictions("other", PredictionState.NO_MODEL)).isEqualTo(1);
    assertThat(topology.exports("tidemark_drift_predictions{model=\"retired\",state=\"read\"}"))
        .isFalse();
  }

  @Test
  void reportOfAModelThatIsNotDeclaredAnyMoreIsCountedWithoutItsName() {
    report("retired", START, 5);

    assertThat(reports("other", ReportOutcome.NO_MODEL)).isEqualTo(1);
    assertThat(reports("retired", ReportOutcome.NO_MODEL)).isZero();
    assertThat(predictions("other", PredictionState.NO_MODEL)).isEqualTo(5);
  }

  @Test
  void reportAheadOfTheClockWaitsForItsMinuteAndMovesNoWindow() {
    report("ranker", START, 3);
    report("ranker", START.plus(Duration.ofMinutes(5)), 5);
    topology.advance(INTERVAL);

    assertThat(reports(ReportOutcome.APPLIED)).isEqualTo(2);
    assertThat(of(topology.drift(), "score").getCurrentCount()).isEqualTo(3);
    topology.advance(Duration.ofMinutes(5));
    topology.advance(INTERVAL);
    assertThat(of(topology.drift(), "score").getCurrentCount()).isEqualTo(8);
  }

  /** 500 near the end of the longest window, one far ahead of the clock, one more of the first. */
  @Test
  void oldPredictionsCountWhateverIsAheadOfThem() {
    topology.advance(Duration.ofHours(2));
    Instant old = topology.now().minus(Duration.ofMinutes(58));
    predictAt(old, 500);
    topology.advance(INTERVAL);
    PredictionLog ahead = prediction("ahead", topology.now().plusSeconds(280), 0.5);
    ahead.setModelVersion("v4");
    topology.prediction(ahead);
    evaluated();
    predictAt(old, 1);
    List<DriftMetric> metrics = evaluated();

    assertThat(of(metrics, "score", "1h").getCurrentCount()).isEqualTo(501);
    assertThat(predictions(PredictionState.COUNTED)).isEqualTo(502);
    assertThat(predictions(PredictionState.LATE)).isZero();
  }

  @Test
  void predictionAheadHidesNothingOfNow() {
    predictAt(topology.now().plusSeconds(280), 1);
    evaluated();
    predictAt(topology.now(), 200);
    assertThat(of(evaluated(), "score").getCurrentCount()).isEqualTo(200);
    topology.advance(Duration.ofMinutes(5));
    assertThat(of(topology.drift(), "score").getCurrentCount()).as("its minute").isEqualTo(201);
  }

  @Test
  void countsOverOtherBinsAreShownAndComeBack() {
    BaselineProfile first = baseline(DriftSamples::uniform);
    topology.baseline(first);
    predictAt(topology.now(), 3_000);
    evaluated();
    topology.baseline(baseline(i -> i % 3));
    predictAt(topology.now(), 1_000);
    assertThat(of(evaluated(), "score").getCurrentCount()).isEqualTo(1_000);
    assertThat(gauge("tidemark_drift_other_bins", "score")).isEqualTo(3_000);
    assertThat(of(evaluatedAfter(first, 10), "score").getCurrentCount()).isEqualTo(3_010);
    assertThat(gauge("tidemark_drift_other_bins", "score")).isEqualTo(1_000);
    assertThat(gauge("tidemark_drift_other_bins", "device"))
        .as("bins that did not change")
        .isZero();
    assertThat(gauge("tidemark_drift_samples", "device")).isEqualTo(4_010);
    assertThat(predictions(PredictionState.COUNTED)).isEqualTo(4_010);
  }

  private List<DriftMetric> evaluatedAfter(BaselineProfile baseline, int predictions) {
    topology.baseline(baseline);
    predictAt(topology.now(), predictions);
    return evaluated();
  }

  private long gauge(String name, String feature) {
    return topology.metric(gaugeName(name, feature));
  }

  private static String gaugeName(String name, String feature) {
    return name
        + "{feature=\"%s\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"15m\"}"
            .formatted(feature);
  }

  @Test
  void repeatOfARequestCountsOnce() {
    for (int i = 0; i < 500; i++) {
      topology.prediction(prediction("the one", topology.now(), 0.5));
    }
    assertThat(of(evaluated(), "score").getCurrentCount()).isEqualTo(1);
    assertThat(predictions(PredictionState.READ)).isEqualTo(500);
    assertThat(predictions(PredictionState.COUNTED)).isEqualTo(1);
    assertThat(predictions(PredictionState.DUPLICATE)).isEqualTo(499);
  }

  @Test
  void twoVersionsMayAnswerOneRequest() {
    PredictionLog other = prediction("the one", topology.now(), 0.5);
    other.setModelVersion("v4");
    topology.prediction(prediction("the one", topology.now(), 0.5));
    topology.prediction(other);
    evaluated();
    assertThat(predictions(PredictionState.COUNTED)).isEqualTo(2);
    assertThat(predictions(PredictionState.DUPLICATE)).isZero();
  }

  @Test
  void evaluationGoesOnWithoutNews() {
    predictAt(topology.now(), 5);
    evaluated();
    long before = gauge("tidemark_drift_last_evaluated_timestamp_seconds", "score");
    topology.advance(Duration.ofMinutes(10));
    assertThat(topology.drift()).isEmpty();
    assertThat(gauge("tidemark_drift_last_evaluated_timestamp_seconds", "score"))
        .isEqualTo(before + 600);
  }

  @Test
  void versionThatHasStoppedLeavesAfterTheLongestWindow() {
    predictAt(topology.now(), 5);
    evaluated();
    topology.advance(Duration.ofMinutes(58));
    assertThat(
            topology.exports(gaugeName("tidemark_drift_last_evaluated_timestamp_seconds", "score")))
        .isTrue();
    topology.advance(Duration.ofMinutes(2));
    assertThat(
            topology.exports(gaugeName("tidemark_drift_last_evaluated_timestamp_seconds", "score")))
        .isFalse();
    assertThat(topology.exports(gaugeName("tidemark_drift_samples", "score"))).isFalse();
    assertThat(predictions(PredictionState.COUNTED)).as("what was counted stays").isEqualTo(5);
  }
}
