package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.tiles.TileReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The life of a series: what is taken, what is said, and when it begins anew. */
class SeriesWatchesTest {
  private static final long MINUTE = 60_000;
  private static final long NOW_MS = 1_000 * MINUTE;
  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofMinutes(60);
  private static final Series AGE = new Series("ranker", "v3", "age");

  private Optional<BaselineProfile> baseline = Optional.of(baseline(300));
  private SeriesWatches watches = watches(SHORT, LONG);

  private SeriesWatches watches(Duration... windows) {
    WatchPolicy policy = new WatchPolicy(List.of(windows), DriftRule.DEFAULT);
    return new SeriesWatches(Map.of("ranker", policy), (model, version) -> baseline);
  }

  private static BaselineProfile baseline(long first) {
    Binning binning = CategoricalBinning.of(List.of("a", "b"));
    Profile profile = new Profile("age", binning, BinCounts.of(first, 300, 0, 0, 0));
    return new BaselineProfile(
        "ranker", "v3", Instant.EPOCH, new TreeMap<>(Map.of("age", profile)));
  }

  private TileReport report(long startMs, long count) {
    String binning = baseline.map(BaselineProfile::hash).orElse(Baselines.NONE);
    return new TileReport(0, startMs, binning, BinCounts.of(count, 0, 0, 0, 0));
  }

  private ReportOutcome take(long startMs, long count) {
    return watches.take(AGE, report(startMs, count), NOW_MS);
  }

  private Map<Series, byte[]> saved() {
    Map<Series, byte[]> saved = new HashMap<>();
    watches.save(saved::put);
    return saved;
  }

  @Test
  void everyReportHasItsOutcome() {
    List<ReportOutcome> outcomes = new ArrayList<>();
    outcomes.add(take(NOW_MS, 5));
    outcomes.add(take(NOW_MS, 5));
    outcomes.add(take(NOW_MS - 61 * MINUTE, 5));
    outcomes.add(take(NOW_MS + 61 * MINUTE, 5));
    outcomes.add(watches.take(AGE, new TileReport(0, NOW_MS, "another", BinCounts.of(5)), NOW_MS));
    outcomes.add(watches.take(new Series("retired", "v3", "age"), report(NOW_MS, 5), NOW_MS));

    assertThat(outcomes).containsExactly(ReportOutcome.values());
  }

  @Test
  void windowsAreEvaluatedInTheOrderOfThePolicyAndOnce() {
    watches = watches(LONG, SHORT);
    take(NOW_MS, 5);
    assertThat(watches.advanceTo(NOW_MS).evaluations())
        .extracting(Evaluation::window)
        .containsExactly(LONG, SHORT);
    assertThat(watches.advanceTo(NOW_MS).evaluations()).isEmpty();
  }

  @Test
  void windowThatRunsEmptySaysSo() {
    take(NOW_MS, 500);
    assertThat(watches.advanceTo(NOW_MS).evaluations())
        .extracting(evaluation -> evaluation.result().status())
        .containsOnly(DriftStatus.SIGNIFICANT);

    WatchStep later = watches.advanceTo(NOW_MS + SHORT.toMillis());
    assertThat(later.evaluations()).hasSize(1);
    Evaluation empty = later.evaluations().get(0);
    assertThat(empty.window()).isEqualTo(SHORT);
    assertThat(empty.endMs()).isEqualTo(NOW_MS + SHORT.toMillis() + MINUTE);
    assertThat(empty.counts().isZero()).isTrue();
    assertThat(empty.result().status()).isEqualTo(DriftStatus.INSUFFICIENT);
  }

  @Test
  void seriesWithoutBaselineSaysSo() {
    baseline = Optional.empty();
    watches.take(AGE, new TileReport(0, NOW_MS, Baselines.NONE, BinCounts.of(7)), NOW_MS);
    assertThat(watches.advanceTo(NOW_MS).evaluations())
        .allMatch(evaluation -> evaluation.result().status() == DriftStatus.NO_BASELINE)
        .allMatch(evaluation -> evaluation.profile().isEmpty())
        .hasSize(2);
  }

  @Test
  void seriesIsForgottenWithItsBins() {
    take(NOW_MS, 5);
    baseline = Optional.of(baseline(301));
    WatchStep step = watches.advanceTo(NOW_MS);

    assertThat(step.forgotten()).containsExactly(AGE);
    assertThat(step.evaluations()).isEmpty();
    assertThat(watches.series()).isEmpty();
    assertThat(saved()).isEmpty();
  }

  @Test
  void firstReportOverNewBinsStartsTheSeriesAnew() {
    take(NOW_MS, 5);
    baseline = Optional.of(baseline(301));
    take(NOW_MS, 7);
    WatchStep step = watches.advanceTo(NOW_MS);

    assertThat(step.forgotten()).isEmpty();
    assertThat(step.evaluations())
        .extracting(evaluation -> evaluation.counts().total())
        .containsExactly(7L, 7L);
  }

  @Test
  void whatChangedIsSavedOnceAndGoesOnFromThere() {
    take(NOW_MS, 5);
    Map<Series, byte[]> saved = saved();
    assertThat(saved).containsOnlyKeys(AGE);
    assertThat(saved()).isEmpty();

    watches = watches(SHORT, LONG);
    saved.forEach(watches::load);
    assertThat(take(NOW_MS, 5)).isEqualTo(ReportOutcome.UNCHANGED);
  }

  @Test
  void seriesUnderOtherWindowsStartsAnew() {
    take(NOW_MS, 5);
    Map<Series, byte[]> saved = saved();
    watches = watches(SHORT);
    saved.forEach(watches::load);

    assertThat(watches.series()).isEmpty();
    assertThat(take(NOW_MS, 5)).isEqualTo(ReportOutcome.APPLIED);
  }

  @Test
  void clearedWatchesSaveNothing() {
    take(NOW_MS, 5);
    watches.clear();
    assertThat(saved()).isEmpty();
    assertThat(watches.advanceTo(NOW_MS).evaluations()).isEmpty();
  }
}
