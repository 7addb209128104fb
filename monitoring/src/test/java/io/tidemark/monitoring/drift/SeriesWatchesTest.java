package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The life of a series: what is taken, what is said, and when it leaves. */
class SeriesWatchesTest {
  private static final long MINUTE = 60_000;
  private static final long NOW_MS = 1_000 * MINUTE;
  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofMinutes(60);
  private static final ModelVersion V3 = new ModelVersion("ranker", "v3");
  private static final Series AGE = new Series("ranker", "v3", "age");
  private static final Series SCORE = new Series("ranker", "v3", Series.SCORE);
  private static final Optional<BaselineProfile> OF_A_AND_B = baseline(300, "a", "b");
  private static final Optional<BaselineProfile> OF_C = baseline(300, "c");

  private final MapTiles tiles = new MapTiles();
  private Optional<BaselineProfile> baseline = OF_A_AND_B;
  private SeriesWatches watches = watches(SHORT, LONG);

  private SeriesWatches watches(Duration... windows) {
    WatchPolicy policy = new WatchPolicy(List.of(windows), DriftRule.DEFAULT);
    return new SeriesWatches(Map.of("ranker", policy), (model, version) -> baseline, tiles, tiles);
  }

  private void restart(Duration... windows) {
    watches = watches(windows);
    tiles.restoreInto(watches, NOW_MS);
  }

  private static Optional<BaselineProfile> baseline(long first, String... categories) {
    Binning binning = CategoricalBinning.of(List.of(categories));
    BinCounts counts = binning.newCounts();
    counts.add(0, first);
    Profile profile = new Profile("age", binning, counts);
    return Optional.of(
        new BaselineProfile("ranker", "v3", Instant.EPOCH, new TreeMap<>(Map.of("age", profile))));
  }

  private MinuteReport report(long startMs, int count) {
    MinuteCounts counts = MinuteCounts.over(baseline);
    for (int i = 0; i < count; i++) {
      counts.add(baseline, feature -> "a");
    }
    return new MinuteReport(startMs, counts);
  }

  private ReportOutcome take(long startMs, int count) {
    return watches.take(V3, report(startMs, count), NOW_MS);
  }

  private List<Evaluation> evaluate() {
    return watches.advanceTo(NOW_MS).evaluations();
  }

  @Test
  void everyReportHasItsOutcome() {
    MinuteReport report = report(NOW_MS, 5);
    assertThat(take(NOW_MS, 5)).isEqualTo(ReportOutcome.APPLIED);
    assertThat(take(NOW_MS - 59 * MINUTE, 5)).isEqualTo(ReportOutcome.APPLIED);
    assertThat(take(NOW_MS - 60 * MINUTE, 5)).isEqualTo(ReportOutcome.TOO_LATE);
    assertThat(watches.take(new ModelVersion("retired", "v3"), report, NOW_MS))
        .isEqualTo(ReportOutcome.NO_MODEL);
    baseline = OF_C;
    assertThat(watches.take(V3, report, NOW_MS)).isEqualTo(ReportOutcome.OTHER_BINS);
    baseline = Optional.empty();
    assertThat(watches.take(V3, report, NOW_MS)).isEqualTo(ReportOutcome.OTHER_BINS);
  }

  @Test
  void windowsAreEvaluatedInTheOrderOfThePolicyAndSaidOnce() {
    watches = watches(LONG, SHORT);
    take(NOW_MS, 5);
    assertThat(evaluate()).extracting(Evaluation::window).containsExactly(LONG, SHORT);

    WatchStep again = watches.advanceTo(NOW_MS);
    assertThat(again.evaluations()).isEmpty();
    assertThat(again.current()).as("evaluated all the same").containsExactly(AGE);
  }

  @Test
  void countsThatComeAfterAnEvaluationAreSaidOfTheirVersionAlone() {
    take(NOW_MS, 5);
    watches.take(new ModelVersion("ranker", "v4"), report(NOW_MS, 7), NOW_MS);
    assertThat(evaluate()).hasSize(4);
    assertThat(watches.again(V3, NOW_MS).evaluations()).isEmpty();

    take(NOW_MS - MINUTE, 5);
    watches.take(new ModelVersion("ranker", "v4"), report(NOW_MS, 7), NOW_MS);
    assertThat(watches.again(V3, NOW_MS).evaluations())
        .extracting(evaluation -> evaluation.result().currentCount())
        .containsOnly(10L);
    assertThat(watches.again(new ModelVersion("ranker", "v5"), NOW_MS).current()).isEmpty();
  }

  @Test
  void windowThatRunsEmptySaysSo() {
    take(NOW_MS, 500);
    assertThat(evaluate())
        .extracting(evaluation -> evaluation.result().currentCount())
        .containsOnly(500L);

    WatchStep later = watches.advanceTo(NOW_MS + SHORT.toMillis());
    assertThat(later.evaluations()).hasSize(1);
    Evaluation empty = later.evaluations().get(0);
    assertThat(empty.window()).isEqualTo(SHORT);
    assertThat(empty.endMs()).isEqualTo(NOW_MS + SHORT.toMillis() + MINUTE);
    assertThat(empty.counts().isZero()).isTrue();
    assertThat(empty.result().status()).isEqualTo(DriftStatus.INSUFFICIENT);
  }

  @Test
  void seriesLeavesWithItsLastValueAndSaysSoFirst() {
    take(NOW_MS, 500);
    evaluate();
    assertThat(watches.advanceTo(NOW_MS + LONG.toMillis() - 1).left()).isEmpty();

    WatchStep last = watches.advanceTo(NOW_MS + LONG.toMillis());
    assertThat(last.left()).containsExactly(AGE);
    assertThat(last.evaluations()).allMatch(evaluation -> evaluation.counts().isZero());
    assertThat(watches.series()).isEmpty();
    assertThat(tiles.size()).isZero();
    assertThat(watches.advanceTo(NOW_MS + LONG.toMillis()).current()).isEmpty();
  }

  @Test
  void lateReportAloneMakesNoSeries() {
    take(NOW_MS - 60 * MINUTE, 5);
    WatchStep step = watches.advanceTo(NOW_MS);
    assertThat(step.current()).isEmpty();
    assertThat(step.evaluations()).isEmpty();
    assertThat(step.left()).isEmpty();
  }

  @Test
  void seriesWithoutBaselineSaysSo() {
    baseline = Optional.empty();
    take(NOW_MS, 7);
    assertThat(evaluate())
        .allMatch(evaluation -> evaluation.series().equals(SCORE))
        .allMatch(evaluation -> evaluation.result().status() == DriftStatus.NO_BASELINE)
        .allMatch(evaluation -> evaluation.profile().isEmpty())
        .hasSize(2);
  }

  @Test
  void otherBinsAreSaidAndComeBackWithTheirBaseline() {
    take(NOW_MS, 3_000);
    baseline = OF_C;
    assertThat(evaluate()).allMatch(now -> now.counts().isZero() && now.otherBins() == 3_000);
    take(NOW_MS, 1_000);
    assertThat(evaluate())
        .allMatch(now -> now.counts().total() == 1_000 && now.otherBins() == 3_000);
    baseline = OF_A_AND_B;
    take(NOW_MS, 10);
    assertThat(evaluate())
        .hasSize(2)
        .allMatch(now -> now.counts().total() == 3_010 && now.otherBins() == 1_000);
    restart(SHORT, LONG);
    assertThat(evaluate())
        .hasSize(2)
        .allMatch(now -> now.counts().total() == 3_010 && now.otherBins() == 1_000);
  }

  @Test
  void baselineOverTheSameBinsKeepsTheCounts() {
    take(NOW_MS, 5);
    evaluate();
    baseline = baseline(301, "a", "b");
    take(NOW_MS, 7);
    assertThat(evaluate())
        .hasSize(2)
        .allMatch(now -> now.counts().total() == 12 && now.otherBins() == 0)
        .allMatch(now -> now.profile().orElseThrow().counts().count(0) == 301);
  }

  @Test
  void predictionsBeforeTheFirstBaselineAreOtherBinsOfEveryFeature() {
    baseline = Optional.empty();
    take(NOW_MS, 7);
    evaluate();
    baseline = OF_C;
    WatchStep step = watches.advanceTo(NOW_MS);
    assertThat(step.evaluations())
        .hasSize(2)
        .allMatch(now -> now.series().equals(AGE) && now.otherBins() == 7);
    assertThat(step.left()).as("the baseline does not have it").containsExactly(SCORE);
  }

  @Test
  void watchesGoOnFromTheRows() {
    take(NOW_MS, 5);
    restart(SHORT, LONG);
    take(NOW_MS, 1);
    assertThat(evaluate()).extracting(now -> now.counts().total()).containsExactly(6L, 6L);
  }

  @Test
  void seriesUnderOtherWindowsKeepsItsCounts() {
    take(NOW_MS, 5);
    restart(Duration.ofMinutes(30));
    assertThat(evaluate()).extracting(now -> now.counts().total()).containsExactly(5L);
  }

  @Test
  void rowsOfAModelThatIsNotDeclaredAnyMoreAreRemoved() {
    take(NOW_MS, 5);
    watches = new SeriesWatches(Map.of(), (model, version) -> baseline, tiles, tiles);
    tiles.restoreInto(watches, NOW_MS);
    assertThat(tiles.size()).isZero();
  }

  @Test
  void timeNeverGoesBack() {
    take(NOW_MS, 5);
    watches.advanceTo(NOW_MS + SHORT.toMillis());
    assertThat(watches.advanceTo(NOW_MS).evaluations()).isEmpty();
  }
}
