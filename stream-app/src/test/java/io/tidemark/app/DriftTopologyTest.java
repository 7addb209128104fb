package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.tidemark.avro.BinContribution;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.DriftStatus;
import io.tidemark.monitoring.drift.ReportOutcome;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.tiles.TileReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift from predictions to drift records, through both stages. */
class DriftTopologyTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int ROWS = 300;

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

  private static double uniform(int i) {
    return (i % 100) / 100.0;
  }

  private static BaselineProfile baseline(IntToDoubleFunction score) {
    BaselineBuilder builder = new BaselineBuilder("ranker", "v3");
    for (int i = 0; i < ROWS; i++) {
      double value = score.applyAsDouble(i);
      builder.add(Map.of("@score", value, "price", value * 10, "device", "phone"));
    }
    return builder.build(START);
  }

  /** Sends predictions and lets both stages flush, which takes an interval each. */
  private List<DriftMetric> predict(IntToDoubleFunction score) {
    for (int i = 0; i < ROWS; i++) {
      topology.prediction(prediction("r" + sent++, topology.now(), score.applyAsDouble(i)));
    }
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);
    return topology.drift();
  }

  private static DriftMetric of(List<DriftMetric> metrics, String feature) {
    return metrics.stream()
        .filter(m -> m.getFeature().equals(feature) && m.getWindow().equals("15m"))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no record of " + feature + " in " + metrics));
  }

  @Test
  void identicalDataHasNoDrift() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    List<DriftMetric> metrics = predict(DriftTopologyTest::uniform);

    for (String feature : List.of("score", "price", "device")) {
      DriftMetric metric = of(metrics, feature);
      assertThat(metric.getPsi()).as(feature).isZero();
      assertThat(metric.getStatus()).isEqualTo(DriftStatus.STABLE);
      assertThat(metric.getCurrentCount()).isEqualTo(ROWS);
    }
  }

  @Test
  void shiftIsSignificantAndItsContributionsSumToIt() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    DriftMetric metric = of(predict(i -> uniform(i) / 2 + 0.5), "price");

    assertThat(metric.getStatus()).isEqualTo(DriftStatus.SIGNIFICANT);
    double sum = metric.getBins().stream().mapToDouble(BinContribution::getContribution).sum();
    assertThat(sum).isEqualTo(metric.getPsi(), offset(1e-12));
    assertThat(metric.getBins().stream().mapToLong(BinContribution::getCurrentCount).sum())
        .isEqualTo(ROWS);
  }

  @Test
  void withoutBaselineItSaysSo() {
    DriftMetric metric = of(predict(DriftTopologyTest::uniform), "score");

    assertThat(metric.getStatus()).isEqualTo(DriftStatus.NO_BASELINE);
    assertThat(metric.getPsi()).isNull();
    assertThat(metric.getCurrentCount()).isEqualTo(ROWS);
  }

  @Test
  void laterEvaluationHasTheHigherRevision() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    DriftMetric first = of(predict(DriftTopologyTest::uniform), "score");
    DriftMetric second = of(predict(DriftTopologyTest::uniform), "score");

    assertThat(second.getCurrentCount()).isGreaterThan(first.getCurrentCount());
    assertThat(second.getRevision()).isGreaterThan(first.getRevision());
  }

  @Test
  void baselineThatComesLaterStartsTheSeriesAnew() {
    predict(DriftTopologyTest::uniform);
    topology.baseline(baseline(DriftTopologyTest::uniform));
    topology.advance(Duration.ofMinutes(1));
    List<DriftMetric> metrics = predict(DriftTopologyTest::uniform);

    assertThat(of(metrics, "score").getStatus()).isEqualTo(DriftStatus.STABLE);
    assertThat(of(metrics, "score").getCurrentCount())
        .as("counts over no bins are not counts over bins")
        .isEqualTo(ROWS);
  }

  /** The counts leave their window after the bins they were counted over have gone. */
  @Test
  void baselineOfOtherBinsStopsNothing() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    predict(DriftTopologyTest::uniform);
    topology.baseline(baseline(i -> i % 3));
    topology.advance(Duration.ofMinutes(20));
    topology.advance(INTERVAL);
    assertThat(topology.drift())
        .as("old counts are compared with no new bins")
        .noneMatch(metric -> metric.getStatus() == DriftStatus.INVALID);

    List<DriftMetric> metrics = predict(i -> i % 3);
    assertThat(of(metrics, "score").getStatus()).isEqualTo(DriftStatus.STABLE);
  }

  @Test
  void tombstoneOfABaselineLeadsBackToNone() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    predict(DriftTopologyTest::uniform);
    topology.removeBaseline("ranker", "v3");
    List<DriftMetric> metrics = predict(DriftTopologyTest::uniform);

    assertThat(of(metrics, "score").getStatus()).isEqualTo(DriftStatus.NO_BASELINE);
  }

  @Test
  void windowsEmptyWithoutTraffic() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    predict(DriftTopologyTest::uniform);
    topology.advance(Duration.ofMinutes(17));

    DriftMetric metric = of(topology.drift(), "score");
    assertThat(metric.getCurrentCount()).isZero();
    assertThat(metric.getStatus()).isEqualTo(DriftStatus.INSUFFICIENT);
  }

  @Test
  void nothingIsSaidTwice() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    predict(DriftTopologyTest::uniform);
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);

    assertThat(topology.drift()).isEmpty();
  }

  @Test
  void lateAndEarlyPredictionsOfAMinuteAddUp() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    predict(DriftTopologyTest::uniform);
    topology.advance(Duration.ofMinutes(12));
    topology.prediction(prediction("late", START, 0.5));
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);

    assertThat(of(topology.drift(), "score").getCurrentCount()).isEqualTo(ROWS + 1);
  }

  private long reports(String model, ReportOutcome outcome) {
    return topology.metric(
        "drift_reports_total{model=\"%s\",outcome=\"%s\"}"
            .formatted(model, outcome.name().toLowerCase(Locale.ROOT)));
  }

  private long reports(ReportOutcome outcome) {
    return reports("ranker", outcome);
  }

  /** Sends what a partition counted, as the first stage would. */
  private void report(String model, TileReport report) {
    String series = new Series(model, "v3", Series.SCORE).key();
    topology.send(
        "tidemark-drift-by-series-predictions-repartition",
        new TestRecord<>(DrivenTopology.utf8(series), report.encode()));
  }

  private static TileReport reportOf(Instant minute, long predictions) {
    return new TileReport(7, minute.toEpochMilli(), Baselines.NONE, BinCounts.of(predictions));
  }

  @Test
  void reportsThatCountAreCounted() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    predict(DriftTopologyTest::uniform);

    assertThat(reports(ReportOutcome.APPLIED)).as("one of each series").isEqualTo(3);
  }

  @Test
  void reportOverTheBinsOfAnotherBaselineIsCounted() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    topology.prediction(prediction("r", topology.now(), 0.5));
    topology.baseline(baseline(i -> i % 3));
    topology.advance(INTERVAL);

    assertThat(reports(ReportOutcome.OTHER_BINS)).as("one of each series").isEqualTo(3);
    assertThat(reports(ReportOutcome.APPLIED)).isZero();
  }

  @Test
  void reportOfAMinuteThatHasLeftEveryWindowIsCounted() {
    topology.advance(Duration.ofHours(2));
    topology.prediction(prediction("late", START, 0.5));
    topology.advance(INTERVAL);

    assertThat(reports(ReportOutcome.TOO_LATE)).isEqualTo(1);
    assertThat(reports(ReportOutcome.APPLIED)).isZero();
  }

  @Test
  void reportThatIsRepeatedIsCounted() {
    report("ranker", reportOf(START, 5));
    report("ranker", reportOf(START, 5));

    assertThat(reports(ReportOutcome.APPLIED)).isEqualTo(1);
    assertThat(reports(ReportOutcome.UNCHANGED)).isEqualTo(1);
  }

  @Test
  void reportOfAModelThatIsNotDeclaredIsCountedWithoutItsName() {
    report("retired", reportOf(START, 5));

    assertThat(reports("other", ReportOutcome.NO_MODEL)).isEqualTo(1);
    assertThat(reports("retired", ReportOutcome.NO_MODEL)).isZero();
  }

  @Test
  void reportAheadOfTheClockWaitsForItsMinuteAndMovesNoWindow() {
    report("ranker", reportOf(START, 3));
    report("ranker", reportOf(START.plus(Duration.ofMinutes(5)), 5));
    topology.advance(INTERVAL);

    assertThat(reports(ReportOutcome.APPLIED)).isEqualTo(2);
    assertThat(of(topology.drift(), "score").getCurrentCount()).isEqualTo(3);
    topology.advance(Duration.ofMinutes(5));
    topology.advance(INTERVAL);
    assertThat(of(topology.drift(), "score").getCurrentCount()).isEqualTo(8);
  }

  @Test
  void reportFurtherAheadThanAnyWindowIsCountedAndMovesNoWindow() {
    report("ranker", reportOf(START, 3));
    report("ranker", reportOf(START.plus(Duration.ofHours(5)), 5));
    topology.advance(INTERVAL);

    assertThat(reports(ReportOutcome.TOO_EARLY)).isEqualTo(1);
    assertThat(of(topology.drift(), "score").getCurrentCount()).isEqualTo(3);
  }

  @Test
  void reportOverBinsThatAreNotInForceMovesNoClock() {
    topology.baseline(baseline(DriftTopologyTest::uniform));
    report("ranker", reportOf(START.plus(Duration.ofHours(5)), 5));
    predict(DriftTopologyTest::uniform);

    assertThat(reports(ReportOutcome.OTHER_BINS)).isEqualTo(1);
    assertThat(reports(ReportOutcome.TOO_LATE)).isZero();
  }
}
