package io.tidemark.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.monitoring.metrics.RunMetrics.Build;
import io.tidemark.monitoring.metrics.RunMetrics.Lag;
import io.tidemark.monitoring.metrics.RunMetrics.Partition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final TidemarkMetrics metrics = new TidemarkMetrics(registry);

  @Test
  void partitionThatHasLeftIsNotShown() {
    RunMetrics run = metrics.run();
    run.lag(
        Map.of(
            new Partition("events", 3),
            new Lag(7, 1_500),
            new Partition("events", 4),
            new Lag(1, 0)));
    run.lag(Map.of(new Partition("events", 4), new Lag(9, 250)));
    assertThat(registry.scrape().lines().filter(line -> line.startsWith("tidemark_lag_")))
        .containsExactlyInAnyOrder(
            "tidemark_lag_records{partition=\"4\",topic=\"events\"} 9.0",
            "tidemark_lag_seconds{partition=\"4\",topic=\"events\"} 0.25");
    run.lag(Map.of(new Partition("events", 3), new Lag(1, 0)));
    assertThat(registry.scrape())
        .contains("tidemark_lag_records{partition=\"3\",topic=\"events\"} 1.0")
        .doesNotContain("partition=\"4\"");
  }

  @Test
  void endsOfTransactionsAreThereBeforeTheFirst() {
    metrics.run().runs(new Build("0.1", "abc", "hash", "17"));
    assertThat(registry.scrape())
        .contains("tidemark_transaction_time_seconds_count{outcome=\"aborted\"} 0")
        .contains(
            "tidemark_build_info{commit=\"abc\",definitions=\"hash\",java=\"17\",version=\"0.1\"} 1");
  }
}
