package io.tidemark.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.monitoring.drift.BinCounts;
import io.tidemark.monitoring.drift.CategoricalBinning;
import io.tidemark.monitoring.drift.DriftEvaluator;
import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.DriftRule;
import io.tidemark.monitoring.drift.Profile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TidemarkMetricsTest {

  private static final long NOW_MS = 1_700_000_100_000L;
  private static final DriftSeries SERIES = new DriftSeries("ranker", "v3", "age", "all", "1h");
  private static final Profile PROFILE =
      new Profile(
          "age", CategoricalBinning.of(List.of("a", "b")), BinCounts.of(500, 490, 0, 10, 0));

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

  private static final DriftResult DRIFTED = result(250, 245, 0, 500, 5);
  private static final DriftResult TOO_FEW = result(1, 0, 0, 0, 0);

  private void useEverything() {
    metrics.recordRead("tx", RecordOutcome.VALID);
    metrics.recordQuarantined("tx", "CORRUPT");
    metrics.ruleFailed("tx", "price_not_negative");
    metrics.fieldWasNull("tx", "price");
    metrics.eventSeen("tx", NOW_MS - 1_500);
    metrics.vectorEmitted("customer");
    metrics.vectorDecayed("customer");
    metrics.vectorUnchanged("customer");
    metrics.entitiesSwept("customer", 100);
    metrics.sweepRemaining("customer", 900);
    metrics.pastRead("tx", 5_000);
    metrics.pastRemaining("tx", 20_000);
    metrics.featureFailed("spending");
    metrics.featureAcknowledged("customer", Duration.ofMillis(40));
    metrics.storeWritten("customer", StoreResult.STALE, 3);
    metrics.storeBatchTook(Duration.ofMillis(2));
    metrics.storeLag(() -> 17);
    metrics.storeFailed("rejected");
    metrics.storeReplaced();
    metrics.storeRebuilding(() -> 4);
    metrics.joinOpened("ranker", "click");
    metrics.joinResult("ranker", "click", JoinResult.TIMED_OUT);
    metrics.joinPending("ranker", "click", 12);
    metrics.labelDelayed("ranker", "click", Duration.ofMinutes(3));
    metrics.driftEvaluated(SERIES, DRIFTED, NOW_MS);
    metrics.checkRan("kafka", true);
    metrics.registryAnswered("by_id", Duration.ofMillis(1));
    metrics.registryFailed("by_id");
    metrics.httpAnswered("GET /v1/catalog", 200, Duration.ofMillis(1));
    metrics.valuesServed("customer", "present", 3);
  }

  private void overflowOne() {
    for (int i = 0; i <= Meters.REGISTRY_ERRORS.maxSeries(); i++) {
      metrics.registryFailed("operation " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(Meters.class)
  void everyMeterIsOnTheScrapeUnderItsName(Meters meter) {
    useEverything();
    if (meter == Meters.OVERFLOW) {
      overflowOne();
    }
    String suffix = meter.kind() == Meters.Kind.TIMER ? "_bucket{" : "";
    assertThat(registry.scrape())
        .contains("# HELP " + meter.prometheusName() + " " + meter.description())
        .contains("\n" + meter.prometheusName() + suffix);
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
            "tidemark_ready{check=\"kafka\"} 1.0",
            "tidemark_feature_freshness_seconds_bucket{entity=\"customer\",le=\"0.05\"} 1",
            "drift_samples{feature=\"age\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"1h\"} 1000.0",
            "drift_status{feature=\"age\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"1h\"} 2.0",
            "drift_missing_ratio{feature=\"age\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"1h\"} 0.5",
            "drift_evaluations_total{model=\"ranker\",status=\"significant\"} 1.0");
  }

  @Test
  void newestEventTimeNeverGoesBack() {
    metrics.eventSeen("tx", NOW_MS - 1_000);
    metrics.eventSeen("tx", NOW_MS - 9_000);
    assertThat(registry.scrape())
        .contains("tidemark_source_freshness_seconds{source=\"tx\"} 1.0\n")
        .contains("tidemark_source_newest_event_time_seconds{source=\"tx\"} 1.700000099E9\n");
  }

  @Test
  void figuresThatAreNotThereAreAbsentNotZero() {
    metrics.driftEvaluated(SERIES, DRIFTED, NOW_MS);
    assertThat(registry.scrape()).contains("\ndrift_psi{").contains("drift_unseen_ratio{");
    metrics.driftEvaluated(SERIES, TOO_FEW, NOW_MS);
    assertThat(registry.scrape())
        .doesNotContain("drift_psi")
        .doesNotContain("drift_unseen_ratio")
        .contains("\ndrift_status{")
        .contains("} -1.0");
    metrics.driftEvaluated(SERIES, DRIFTED, NOW_MS);
    assertThat(registry.scrape()).contains("\ndrift_psi{");
    metrics.driftRemoved(SERIES);
    assertThat(registry.scrape()).doesNotContain("drift_psi").doesNotContain("drift_status");
  }

  @Test
  void driftSeriesBeyondTheBoundAreCountedAndNotShown() {
    int bound = Meters.DRIFT_PSI.maxSeries();
    for (int i = 0; i < bound + 5; i++) {
      metrics.driftEvaluated(
          new DriftSeries("ranker", "v3", "f" + i, DriftSeries.ALL, "1h"), DRIFTED, NOW_MS);
    }
    assertThat(linesOf("drift_psi{")).isEqualTo(bound);
    assertThat(linesOf("drift_status{")).isEqualTo(bound);
    assertThat(registry.scrape())
        .contains("tidemark_meters_overflow_total{meter=\"drift_status\"} 5.0");
    metrics.driftRemoved(new DriftSeries("ranker", "v3", "f0", DriftSeries.ALL, "1h"));
    metrics.driftEvaluated(SERIES, DRIFTED, NOW_MS);
    assertThat(registry.scrape()).contains("drift_psi{feature=\"age\"");
  }

  @Test
  void countersBeyondTheBoundAreCountedUnderOther() {
    int bound = Meters.QUARANTINED.maxSeries();
    for (int i = 0; i < bound + 7; i++) {
      metrics.recordQuarantined("tx", "attack " + i);
    }
    metrics.recordQuarantined("tx", "attack 0");
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
    metrics.featureAcknowledged("customer", Duration.ofSeconds(-3));
    assertThat(registry.scrape())
        .contains("tidemark_feature_freshness_seconds_sum{entity=\"customer\"} 0.0");
  }
}
