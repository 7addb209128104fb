package io.tidemark.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.monitoring.quality.Calibration;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.CohortReport;
import io.tidemark.monitoring.quality.CohortRule;
import io.tidemark.monitoring.quality.CohortSums;
import io.tidemark.monitoring.quality.LabelledScore;
import io.tidemark.monitoring.quality.QualitySeries;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityMetricsTest {
  private static final int PLACES = 500;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final QualityMetrics metrics = new TidemarkMetrics(registry).quality();

  private static CohortReport report(String version, int predictions, double... labels) {
    CohortSums sums = new CohortSums();
    sums.opened(predictions);
    for (double label : labels) {
      sums.add(new LabelledScore(0.75, label, 1));
    }
    CohortKey key = CohortKey.of("ranker", version, "click", false, 0, 60_000);
    CohortRule rule = new CohortRule(0.5, 0.9, Duration.ofDays(1));
    return new CohortReport(key, sums, 1, true, 0, rule, Calibration.of(List.of()));
  }

  private List<String> lines(String meter) {
    return registry.scrape().lines().filter(line -> line.startsWith(meter + "{")).toList();
  }

  @Test
  void figureThatACohortDoesNotHaveIsAbsent() {
    metrics.show(report("v1", 1, 1), false);
    assertThat(lines("tidemark_quality_brier"))
        .containsExactly(
            "tidemark_quality_brier{exploration=\"false\",label=\"click\",model=\"ranker\",version=\"v1\"} 0.0625");
    assertThat(lines("tidemark_quality_auc")).as("without a negative").isEmpty();
    assertThat(lines("tidemark_quality_mae")).as("of a label without a value").isEmpty();

    metrics.show(report("v1", 2, 1, 0), false);
    assertThat(lines("tidemark_quality_auc")).singleElement().asString().endsWith(" 0.5");
    metrics.show(report("v1", 2, 3), true);
    assertThat(lines("tidemark_quality_auc")).isEmpty();
    assertThat(lines("tidemark_quality_mae")).singleElement().asString().endsWith(" 2.25");
  }

  @Test
  void seriesThatLeavesHasNoGauges() {
    CohortReport report = report("v1", 1, 1);
    metrics.show(report, false);
    metrics.hide(QualitySeries.of(report.key()));

    assertThat(lines("tidemark_quality_brier")).isEmpty();
    assertThat(lines("tidemark_quality_cohort_predictions")).isEmpty();
  }

  @Test
  void versionsThatAreMadeUpDoNotTakeThePlaceOfABusyOne() {
    for (int i = 0; i < PLACES; i++) {
      metrics.show(report("made-up-" + i, 1, 1), false);
    }
    metrics.show(report("release", 1_000, 1), false);

    assertThat(lines("tidemark_quality_brier"))
        .hasSize(PLACES)
        .anyMatch(line -> line.contains("release"));
    assertThat(registry.scrape()).contains("tidemark_quality_series_left_out 1.0");
  }
}
