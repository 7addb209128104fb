package io.tidemark.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.monitoring.drift.DriftEvaluator;
import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.DriftRule;
import io.tidemark.monitoring.drift.PredictionFigure;
import io.tidemark.monitoring.drift.PredictionState;
import io.tidemark.monitoring.drift.ReportOutcome;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.metrics.RunMetrics.Build;
import io.tidemark.monitoring.metrics.RunMetrics.Lag;
import io.tidemark.monitoring.metrics.RunMetrics.Partition;
import io.tidemark.monitoring.metrics.RunMetrics.StoreSize;
import io.tidemark.monitoring.quality.Calibration;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.CohortReport;
import io.tidemark.monitoring.quality.CohortRule;
import io.tidemark.monitoring.quality.CohortSums;
import io.tidemark.monitoring.quality.LabelledScore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TidemarkMetricsTest {

  private static final long NOW_MS = 1_700_000_100_000L;
  private static final DriftSeries SERIES = new DriftSeries("ranker", "v3", "age", "all", "1h");
  private static final Profile PROFILE =
      new Profile(
          "age", CategoricalBinning.of(List.of("a", "b")), BinCounts.of(500, 490, 0, 10, 0));
  private static final DriftResult DRIFTED = result(250, 245, 0, 500, 5);
  private static final DriftResult TOO_FEW = result(1, 0, 0, 0, 0);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(
          PrometheusConfig.DEFAULT, new PrometheusRegistry(), new FixedClock());
  private final TidemarkMetrics metrics = new TidemarkMetrics(registry);

  private static final class FixedClock implements Clock {
    @Override
    public long wallTime() {
      return NOW_MS;
    }

    @Override
    public long monotonicTime() {
      return TimeUnit.MILLISECONDS.toNanos(NOW_MS);
    }
  }

  private static DriftResult result(long... counts) {
    return new DriftEvaluator(DriftRule.DEFAULT).evaluate(PROFILE, BinCounts.of(counts));
  }

  private void useEverything() {
    metrics.ingest().recordRead("tx", RecordOutcome.VALID);
    metrics.ingest().recordDecoded("tx", 7);
    metrics.ingest().recordQuarantined("tx", "CORRUPT");
    metrics.ingest().ruleFailed("tx", "price_not_negative");
    metrics.ingest().fieldWasNull("tx", "price");
    metrics.ingest().fieldWasAbsent("tx", "price");
    metrics.ingest().eventSeen("tx", NOW_MS - 1_500);
    metrics.features().vectorEmitted("customer");
    metrics.features().vectorDecayed("customer");
    metrics.features().vectorUnchanged("customer");
    metrics.features().entitiesSwept("customer", 100);
    metrics.features().sweepRemaining("customer", 900);
    metrics.ingest().pastRead("tx", 5_000);
    metrics.ingest().pastRemaining("tx", 20_000);
    metrics.ingest().timeHeld("clicks", 5_001);
    metrics.features().featureFailed("spending");
    metrics.features().featureAcknowledged("customer", Duration.ofMillis(40));
    metrics.store().storeWritten("customer", StoreResult.STALE, 3);
    metrics.store().storeBatchTook(Duration.ofMillis(2));
    metrics.store().storeLag(() -> 17);
    metrics.store().storeFailed("rejected");
    metrics.store().storeReplaced();
    metrics.store().rowsExpired(2);
    metrics.store().storeEvicted(2);
    metrics.store().storeEvicting(() -> true);
    metrics.store().storeRebuilding(() -> 4);
    metrics.join().joinOpened("ranker", "click");
    metrics.join().joinResult("ranker", "click", JoinResult.TIMED_OUT);
    metrics.join().labels("ranker", new LabelFigure("click", LabelFigure.State.PENDING), 12);
    metrics.join().labelDelayed("ranker", "v1", "click", Duration.ofMinutes(3));
    metrics.join().readThrough("ranker", ReadingStage.LABELS, "1_0", NOW_MS);
    metrics.drift().driftEvaluated(SERIES, DRIFTED, 0, NOW_MS);
    metrics.drift().reportTaken("ranker", ReportOutcome.APPLIED);
    metrics.drift().predictions(new PredictionFigure("ranker", PredictionState.READ), 7);
    metrics.quality().show(cohort(), false);
    metrics.quality().show(numbers(), true);
    UsedLabels.use(metrics, NOW_MS);
    metrics.http().checkRan("kafka", true);
    metrics.registry().registryAnswered("by_id", Duration.ofMillis(1));
    metrics.registry().registryFailed("by_id");
    metrics.follow().topicFollowed("tidemark.control");
    metrics.http().httpAnswered("GET /v1/catalog", 200, Duration.ofMillis(1));
    metrics.http().valuesServed("customer", "present", 3);
    metrics.http().httpShown(() -> 7, () -> 3);
    metrics.http().httpRefused("head_deadline");
    metrics.http().certificateRead(true);
    metrics.erasure().show(List.of("customer"), List.of("unknown_entity"));
    metrics.erasure().show("ranker");
    metrics.features().heapShown(() -> 3, () -> 900, () -> 1_000);
    useTheRun(metrics.run());
  }

  private static void useTheRun(RunMetrics run) {
    run.runs(new Build("0.1", "abc", "hash", "17"));
    run.started(Map.of("settings", Duration.ofMillis(1_500)));
    run.rebalanced();
    run.transactionEnded("committed", Duration.ofMillis(3));
    run.restoring(() -> 2, () -> 30);
    run.restored(40);
    run.running(Map.of("running", 2L), Map.of("active", 5L, "standby", 0L));
    run.lag(Map.of(new Partition("events", 3), new Lag(7, 1_500)));
    run.stores(Map.of("join-ranker", new StoreSize(1, 2, 3, 4)));
    run.diskFree(() -> 1L << 40);
    run.history(() -> 1L << 20);
  }

  private static CohortReport cohort() {
    CohortSums sums = new CohortSums();
    sums.opened(2);
    sums.settled(2);
    sums.add(new LabelledScore(0.7, 1.0, 1));
    sums.add(new LabelledScore(0.2, 0.0, 1));
    return report("click", sums);
  }

  private static CohortReport numbers() {
    CohortSums sums = new CohortSums();
    sums.add(new LabelledScore(7.0, 5.0, 1));
    return report("spent", sums);
  }

  private static CohortReport report(String label, CohortSums sums) {
    CohortKey key = CohortKey.of("ranker", "v3", label, false, NOW_MS, 3_600_000);
    return new CohortReport(
        key,
        sums,
        1,
        true,
        0,
        new CohortRule(0.5, 0.9, Duration.ofDays(1)),
        Calibration.of(List.of()));
  }

  private static int most(String name) {
    return Catalogue.METERS.stream()
        .filter(meter -> meter.name().equals(name))
        .mapToInt(Meter::maxSeries)
        .sum();
  }

  private static List<Meter> catalogue() {
    return Catalogue.METERS;
  }

  private void overflowOne() {
    for (int i = 0; i <= most("tidemark.registry.errors"); i++) {
      metrics.registry().registryFailed("operation " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void everyMeterIsOnTheScrapeUnderItsName(Meter meter) {
    useEverything();
    if (meter == SeriesCap.OVERFLOW) {
      overflowOne();
    }
    String suffix = meter.kind() == Meter.Kind.TIMER ? "_bucket{" : "";
    assertThat(registry.scrape())
        .contains("# HELP " + meter.prometheusName() + " " + meter.description())
        .contains("\n" + meter.prometheusName() + suffix);
  }

  @Test
  void everyMeterOnTheScrapeIsInTheCatalogue() {
    useEverything();
    overflowOne();
    assertThat(registry.scrape().lines().filter(line -> line.startsWith("# HELP ")))
        .filteredOn(line -> !line.contains("_seconds_max "))
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.METERS.stream()
                .map(meter -> "# HELP " + meter.prometheusName() + " " + meter.description())
                .toList());
  }

  @Test
  void whatIsKnownBeforehandIsThereBeforeItsFirstEvent() {
    assertThat(registry.scrape().lines().filter(line -> !line.startsWith("#")))
        .containsExactly(
            "tidemark_drift_series_left_out{baseline=\"no\"} 0.0",
            "tidemark_drift_series_left_out{baseline=\"yes\"} 0.0",
            "tidemark_quality_series_left_out 0.0",
            "tidemark_restore_records_total 0.0",
            "tidemark_store_evicted_total 0.0",
            "tidemark_store_replaced_total 0.0",
            "tidemark_store_rows_expired_total 0.0",
            "tidemark_stream_rebalances_total 0.0");
  }

  @Test
  void whatMayBeRefusedOverHttpIsThereBeforeItIs() {
    metrics.http().httpShown(() -> 7, () -> 3);
    metrics.http().refusalsShown(List.of("head_deadline", "overloaded"));
    metrics.http().httpRefused("overloaded");
    metrics.http().certificateRead(false);
    assertThat(registry.scrape())
        .contains("tidemark_http_connections 7.0")
        .contains("tidemark_http_in_flight 3.0")
        .contains("tidemark_http_refused_total{reason=\"head_deadline\"} 0.0")
        .contains("tidemark_http_refused_total{reason=\"overloaded\"} 1.0")
        .contains("tidemark_http_certificate_reads_total{outcome=\"accepted\"} 0.0")
        .contains("tidemark_http_certificate_reads_total{outcome=\"rejected\"} 1.0");
  }

  @Test
  void whatMayBeSkippedOfATopicIsThereBeforeItIs() {
    metrics.follow().topicFollowed("tidemark.control");
    metrics.follow().recordSkipped("tidemark.control", SkipReason.REFUSED);
    assertThat(registry.scrape().lines())
        .contains(
            "tidemark_followed_skipped_total{reason=\"undecodable\",topic=\"tidemark.control\"} 0.0",
            "tidemark_followed_skipped_total{reason=\"refused\",topic=\"tidemark.control\"} 1.0");
  }

  @Test
  void whatMayBecomeOfReportsIsThereBeforeTheFirst() {
    metrics.drift().modelDeclared("ranker");
    metrics.drift().reportTaken("ranker", ReportOutcome.TOO_LATE);
    metrics.drift().reportTaken("nobody's", ReportOutcome.NO_MODEL);
    assertThat(
            registry
                .scrape()
                .lines()
                .filter(line -> line.startsWith("tidemark_drift_reports_total{")))
        .containsExactlyInAnyOrder(
            "tidemark_drift_reports_total{model=\"ranker\",outcome=\"applied\"} 0.0",
            "tidemark_drift_reports_total{model=\"ranker\",outcome=\"too_late\"} 1.0",
            "tidemark_drift_reports_total{model=\"ranker\",outcome=\"other_bins\"} 0.0",
            "tidemark_drift_reports_total{model=\"other\",outcome=\"no_model\"} 1.0");
  }

  @Test
  void joinIsAsFarBehindAsItsSlowestTask() {
    String series = "tidemark_join_behind_seconds{model=\"ranker\",stage=\"labels\"} ";
    metrics.join().readThrough("ranker", ReadingStage.LABELS, "1_0", NOW_MS - 1_500);
    metrics.join().readThrough("ranker", ReadingStage.LABELS, "1_1", NOW_MS - 90_000);
    metrics.join().readThrough("other", ReadingStage.LABELS, "2_0", NOW_MS - 900_000);
    assertThat(registry.scrape().lines()).contains(series + "90.0");
    metrics.join().readThrough("ranker", ReadingStage.LABELS, "1_1", NOW_MS + 5);
    assertThat(registry.scrape().lines()).contains(series + "1.5");
    metrics.join().forgetReading("ranker", "1_0");
    assertThat(registry.scrape().lines())
        .as("nothing is read before it came")
        .contains(series + "0.0");
    metrics.join().forgetReading("ranker", "1_1");
    assertThat(registry.scrape()).as("no task is here").doesNotContain(series);
    metrics.join().readThrough("ranker", ReadingStage.LABELS, "1_1", NOW_MS - 2_000);
    assertThat(registry.scrape().lines()).contains(series + "2.0");
  }

  @Test
  void firstSupplierOfALagStays() {
    metrics.store().storeLag(() -> 17);
    metrics.store().storeLag(() -> 99);
    assertThat(registry.scrape().lines()).contains("tidemark_store_lag 17.0");
  }

  @Test
  void valuesAreTheOnesReported() {
    useEverything();
    assertThat(registry.scrape().lines())
        .contains(
            "tidemark_records_total{outcome=\"valid\",source=\"tx\"} 1.0",
            "tidemark_store_writes_total{entity=\"customer\",outcome=\"stale\"} 3.0",
            "tidemark_source_freshness_seconds{source=\"tx\"} 1.5",
            "tidemark_store_lag 17.0",
            "tidemark_join_pending{label=\"click\",model=\"ranker\"} 12.0",
            "tidemark_join_labels{label=\"click\",model=\"ranker\",state=\"pending\"} 12.0",
            "tidemark_ready{check=\"kafka\"} 1.0",
            "tidemark_feature_freshness_seconds_bucket{entity=\"customer\",le=\"0.05\"} 1",
            "tidemark_drift_samples{feature=\"age\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"1h\"} 1000.0",
            "tidemark_drift_status{feature=\"age\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"1h\"} 2.0",
            "tidemark_drift_missing_ratio{feature=\"age\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"1h\"} 0.5",
            "tidemark_drift_evaluations_total{model=\"ranker\",status=\"significant\"} 1.0");
  }

  @Test
  void newestEventTimeNeverGoesBack() {
    metrics.ingest().eventSeen("tx", NOW_MS - 1_000);
    metrics.ingest().eventSeen("tx", NOW_MS - 9_000);
    assertThat(registry.scrape())
        .contains("tidemark_source_freshness_seconds{source=\"tx\"} 1.0\n")
        .contains("tidemark_source_newest_event_timestamp_seconds{source=\"tx\"} 1.700000099E9\n");
  }

  @Test
  void figuresThatAreNotThereAreAbsentNotZero() {
    metrics.drift().driftEvaluated(SERIES, DRIFTED, 0, NOW_MS);
    assertThat(registry.scrape())
        .contains("\ntidemark_drift_psi{")
        .contains("tidemark_drift_unseen_ratio{");
    metrics.drift().driftEvaluated(SERIES, TOO_FEW, 0, NOW_MS);
    assertThat(registry.scrape())
        .doesNotContain("tidemark_drift_psi")
        .doesNotContain("tidemark_drift_unseen_ratio")
        .contains("\ntidemark_drift_status{")
        .contains("} -1.0");
    metrics.drift().driftEvaluated(SERIES, DRIFTED, 0, NOW_MS);
    assertThat(registry.scrape()).contains("\ntidemark_drift_psi{");
    metrics.drift().driftRemoved(SERIES);
    assertThat(registry.scrape())
        .doesNotContain("tidemark_drift_psi")
        .doesNotContain("tidemark_drift_status");
  }

  @Test
  void evaluationWithoutNewsMovesItsTimeAlone() {
    metrics.drift().driftUnchanged(SERIES, NOW_MS);
    assertThat(registry.scrape()).doesNotContain("tidemark_drift_last_evaluated");
    metrics.drift().driftEvaluated(SERIES, DRIFTED, 12, NOW_MS);
    metrics.drift().driftUnchanged(SERIES, NOW_MS + 60_000);
    assertThat(registry.scrape().lines().filter(line -> line.contains("window=\"1h\"")))
        .anyMatch(
            line ->
                line.startsWith("tidemark_drift_last_evaluated_timestamp_seconds{")
                    && line.endsWith("E9"))
        .anyMatch(line -> line.startsWith("tidemark_drift_other_bins{") && line.endsWith(" 12.0"));
    assertThat(gauge("tidemark_drift_last_evaluated_timestamp_seconds{"))
        .isEqualTo((NOW_MS + 60_000) / 1e3);
  }

  private double gauge(String start) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void driftSeriesBeyondTheBoundAreCountedAndNotShown() {
    int bound = most("tidemark.drift.psi");
    for (int i = 0; i < bound + 5; i++) {
      metrics
          .drift()
          .driftEvaluated(
              new DriftSeries("ranker", "v3", "f" + i, DriftSeries.ALL, "1h"), DRIFTED, 0, NOW_MS);
    }
    assertThat(linesOf("tidemark_drift_psi{")).isEqualTo(bound);
    assertThat(linesOf("tidemark_drift_status{")).isEqualTo(bound);
    assertThat(registry.scrape())
        .contains("tidemark_meters_overflow_total{meter=\"tidemark_drift_status\"} 5.0");
    metrics.drift().driftRemoved(new DriftSeries("ranker", "v3", "f0", DriftSeries.ALL, "1h"));
    metrics.drift().driftEvaluated(SERIES, DRIFTED, 0, NOW_MS);
    assertThat(registry.scrape()).contains("tidemark_drift_psi{feature=\"age\"");
  }

  @Test
  void countersBeyondTheBoundAreCountedUnderOther() {
    int bound = most("tidemark.quarantined");
    for (int i = 0; i < bound + 7; i++) {
      metrics.ingest().recordQuarantined("tx", "attack " + i);
    }
    metrics.ingest().recordQuarantined("tx", "attack 0");
    assertThat(linesOf("tidemark_quarantined_total{")).isEqualTo(bound + 1);
    assertThat(registry.scrape())
        .contains("tidemark_quarantined_total{reason=\"other\",source=\"other\"} 7.0")
        .contains("tidemark_quarantined_total{reason=\"attack 0\",source=\"tx\"} 2.0");
  }

  private long linesOf(String start) {
    return registry.scrape().lines().filter(line -> line.startsWith(start)).count();
  }

  @Test
  void negativeDurationsOfSkewedClocksCountAsZero() {
    metrics.features().featureAcknowledged("customer", Duration.ofSeconds(-3));
    assertThat(registry.scrape())
        .contains("tidemark_feature_freshness_seconds_sum{entity=\"customer\"} 0.0");
  }
}
