package io.tidemark.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.DriftResult;
import io.tidemark.monitoring.drift.DriftStatus;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has gauges where there are more series than gauges. */
class DriftMetricsTest {
  private static final int MADE_UP = 3_000;
  private static final int MOST = 1_000;

  private final PrometheusExport export = new PrometheusExport();
  private final DriftMetrics metrics = export.metrics().drift();

  @AfterEach
  void close() {
    export.close();
  }

  private static DriftSeries series(String version) {
    return new DriftSeries("ranker", version, "score", DriftSeries.ALL, "1h");
  }

  private void madeUp(int from, int to) {
    for (int i = from; i < to; i++) {
      metrics.driftEvaluated(
          series("made-up-" + i), DriftResult.noBaseline("score", 1 + i % 3), 0, 1_000);
    }
  }

  private void declared(String version, long values) {
    DriftResult result =
        new DriftResult(
            "score", DriftStatus.INSUFFICIENT, "too few", values, 500, "bins", Optional.empty());
    metrics.driftEvaluated(series(version), result, 0, 1_000);
  }

  private boolean isShown(String version) {
    return export
        .scrape()
        .contains(
            "tidemark_drift_status{feature=\"score\",model=\"ranker\",segment=\"all\",version=\""
                + version
                + "\"");
  }

  private long shown() {
    return export
        .scrape()
        .lines()
        .filter(line -> line.startsWith("tidemark_drift_samples{"))
        .count();
  }

  private double leftOut(String baseline) {
    String start = "tidemark_drift_series_left_out{baseline=\"" + baseline + "\"} ";
    return export
        .scrape()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothingIsLeftOutBeforeTheFirstSeries() {
    assertThat(leftOut("yes")).isZero();
    assertThat(leftOut("no")).isZero();
  }

  @Test
  void releaseWithABaselineComesBeforeMadeUpVersions() {
    madeUp(0, MADE_UP);
    declared("release", 0);

    assertThat(isShown("release")).isTrue();
    assertThat(shown()).isEqualTo(MOST);
    assertThat(leftOut("no")).isEqualTo(MADE_UP + 1 - MOST);
    assertThat(leftOut("yes")).isZero();
    madeUp(0, MADE_UP);
    assertThat(isShown("release")).as("however often they come").isTrue();
  }

  @Test
  void busyVersionsComeBeforeIdleOnes() {
    madeUp(0, MADE_UP);
    metrics.driftEvaluated(series("busy"), DriftResult.noBaseline("score", 500), 0, 1_000);
    madeUp(MADE_UP, 2 * MADE_UP);

    assertThat(isShown("busy")).isTrue();
    assertThat(isShown("made-up-0")).as("had one value").isFalse();
  }

  @Test
  void placesThatBecomeFreeAreTakenAgain() {
    for (int i = 0; i <= MOST; i++) {
      declared("v" + i, 1_000 - i);
    }
    assertThat(leftOut("yes")).isEqualTo(1);
    assertThat(isShown("v" + MOST)).isFalse();

    metrics.driftRemoved(series("v3"));
    metrics.driftUnchanged(series("v" + MOST), 2_000);

    assertThat(isShown("v" + MOST)).isTrue();
    assertThat(leftOut("yes")).isZero();
    assertThat(shown()).isEqualTo(MOST);
  }

  @Test
  void whoIsLeftOutIsForgottenWhenItLeaves() {
    madeUp(0, MADE_UP);
    for (int i = 0; i < MADE_UP; i++) {
      metrics.driftRemoved(series("made-up-" + i));
    }
    assertThat(leftOut("no")).isZero();
    assertThat(shown()).isZero();
  }
}
