package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Baselines;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import io.tidemark.monitoring.drift.tiles.TileReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What is said of a series equals a count, from nothing, of the reports that were taken, and each
 * report is taken or counted as something else.
 */
class SeriesWatchesPropertyTest {
  private static final long MINUTE = 60_000;
  private static final int RUNS = 150;
  private static final int STEPS = 300;
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(20), Duration.ofMinutes(3));
  private static final long LONGEST_MS = 20 * MINUTE;
  private static final WatchPolicy POLICY = new WatchPolicy(WINDOWS, DriftRule.DEFAULT);
  private static final Binning BINNING = CategoricalBinning.of(List.of("a"));

  /** Of two baselines over equal bins, and of none: the counts of none have one bin. */
  private static final List<Optional<BaselineProfile>> BASELINES =
      List.of(Optional.of(baseline(100)), Optional.of(baseline(200)), Optional.empty());

  private static BaselineProfile baseline(long count) {
    Map<String, Profile> features = new HashMap<>();
    for (String feature : List.of(Series.SCORE, "age")) {
      BinCounts counts = BINNING.newCounts();
      counts.add(0, count);
      features.put(feature, new Profile(feature, BINNING, counts));
    }
    return new BaselineProfile("ranker", "v3", Instant.EPOCH, new TreeMap<>(features));
  }

  @Test
  void whatIsSaidEqualsACountOfWhatWasTaken() {
    Map<ReportOutcome, Long> all = new EnumMap<>(ReportOutcome.class);
    for (int seed = 0; seed < RUNS; seed++) {
      new History(seed).run().forEach((outcome, count) -> all.merge(outcome, count, Long::sum));
    }
    assertThat(all).as("every outcome was met").containsOnlyKeys(ReportOutcome.values());
  }

  /** The obvious way: keeps every report that is taken, adds up what a window covers when asked. */
  private static final class Naive {
    private final Map<List<Long>, BinCounts> taken = new HashMap<>();
    private final String binning;
    private final int bins;

    Naive(TileReport first) {
      binning = first.binning();
      bins = first.counts().size();
    }

    ReportOutcome take(TileReport report, long nowMs) {
      long minuteMs = nowMs - Math.floorMod(nowMs, MINUTE);
      if (report.startMs() + MINUTE + LONGEST_MS <= minuteMs) {
        return ReportOutcome.TOO_LATE;
      }
      if (report.startMs() > minuteMs + LONGEST_MS) {
        return ReportOutcome.TOO_EARLY;
      }
      BinCounts before =
          taken.put(List.of((long) report.partition(), report.startMs()), report.counts());
      BinCounts known = before == null ? new BinCounts(bins) : before;
      return known.equals(report.counts()) ? ReportOutcome.UNCHANGED : ReportOutcome.APPLIED;
    }

    BinCounts window(long nowMs, Duration size) {
      long endMs = nowMs - Math.floorMod(nowMs, MINUTE) + MINUTE;
      BinCounts sum = new BinCounts(bins);
      taken.forEach(
          (key, counts) -> {
            if (key.get(1) >= endMs - size.toMillis() && key.get(1) < endMs) {
              sum.merge(counts);
            }
          });
      return sum;
    }
  }

  /** One random history: several partitions and series, repeats, any order, restarts. */
  private static final class History {
    private final int seed;
    private final SplittableRandom random;
    private final List<String> log = new ArrayList<>();
    private final Map<Series, Naive> naive = new LinkedHashMap<>();
    private final Map<Series, byte[]> store = new HashMap<>();
    private final Map<ReportOutcome, Long> outcomes = new EnumMap<>(ReportOutcome.class);
    private Optional<BaselineProfile> baseline = BASELINES.get(0);
    private SeriesWatches watches = newWatches();
    private TileReport last;
    private long nowMs;
    private long reported;

    History(int seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.nowMs = random.nextLong(4_000_000_000L);
    }

    private SeriesWatches newWatches() {
      return new SeriesWatches(Map.of("ranker", POLICY), (model, version) -> baseline);
    }

    Map<ReportOutcome, Long> run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(20)) {
          case 0 -> restart();
          case 1 -> replaceBaseline();
          case 2, 3, 4 -> advance();
          default -> report();
        }
      }
      assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum())
          .as(this::history)
          .isEqualTo(reported);
      return outcomes;
    }

    private void restart() {
      watches.save(store::put);
      watches = newWatches();
      store.forEach(watches::load);
      log.add("restart");
      assertThat(watches.series()).as(this::history).isEqualTo(naive.keySet());
    }

    private void replaceBaseline() {
      baseline = BASELINES.get(random.nextInt(BASELINES.size()));
      log.add("baseline " + binning());
    }

    private String binning() {
      return baseline.map(BaselineProfile::hash).orElse(Baselines.NONE);
    }

    private void report() {
      Series series =
          new Series(
              random.nextInt(30) == 0 ? "retired" : "ranker",
              "v3",
              random.nextBoolean() ? Series.SCORE : "age");
      TileReport report = last != null && random.nextInt(4) == 0 ? last : next();
      last = report;
      reported++;
      log.add("take %s %s".formatted(series, report));
      ReportOutcome expected = expected(series, report);
      ReportOutcome outcome = watches.take(series, report, nowMs);
      outcomes.merge(outcome, 1L, Long::sum);
      assertThat(outcome).as(this::history).isEqualTo(expected);
    }

    private TileReport next() {
      Optional<BaselineProfile> over =
          random.nextInt(5) == 0 ? BASELINES.get(random.nextInt(BASELINES.size())) : baseline;
      long minutes = random.nextInt(3) == 0 ? random.nextInt(-40, 40) : random.nextInt(-4, 2);
      BinCounts counts = over.isPresent() ? BINNING.newCounts() : new BinCounts(1);
      counts.add(random.nextInt(counts.size()), random.nextInt(4));
      return new TileReport(
          random.nextInt(4),
          RollingTiles.tileStartMs(nowMs) + minutes * MINUTE,
          over.map(BaselineProfile::hash).orElse(Baselines.NONE),
          counts);
    }

    private ReportOutcome expected(Series series, TileReport report) {
      if (!series.model().equals("ranker")) {
        return ReportOutcome.NO_MODEL;
      }
      if (!report.binning().equals(binning())) {
        return ReportOutcome.OTHER_BINS;
      }
      Naive twin = naive.get(series);
      if (twin == null || !twin.binning.equals(report.binning())) {
        twin = new Naive(report);
        naive.put(series, twin);
      }
      return twin.take(report, nowMs);
    }

    private void advance() {
      nowMs += random.nextInt(10) == 0 ? random.nextLong(40 * MINUTE) : random.nextLong(2 * MINUTE);
      log.add("advanceTo " + nowMs);
      WatchStep step = watches.advanceTo(nowMs);
      step.forgotten().forEach(store::remove);
      assertThat(step.forgotten())
          .as(this::history)
          .containsExactlyInAnyOrderElementsOf(
              naive.keySet().stream()
                  .filter(series -> !naive.get(series).binning.equals(binning()))
                  .toList());
      step.forgotten().forEach(naive::remove);
      for (Evaluation evaluation : step.evaluations()) {
        assertThat(evaluation.counts())
            .as(this::history)
            .isEqualTo(naive.get(evaluation.series()).window(nowMs, evaluation.window()));
      }
      checkAll();
    }

    /** What was said last still holds of every window, said now or not: all is said anew here. */
    private void checkAll() {
      SeriesWatches copy = newWatches();
      watches.save(store::put);
      store.forEach(copy::load);
      List<Evaluation> everything = copy.advanceTo(nowMs).evaluations();
      assertThat(everything).as(this::history).hasSize(naive.size() * WINDOWS.size());
      for (Evaluation evaluation : everything) {
        assertThat(evaluation.counts())
            .as(this::history)
            .isEqualTo(naive.get(evaluation.series()).window(nowMs, evaluation.window()));
      }
      assertThat(watches.advanceTo(nowMs).evaluations()).as(this::history).isEmpty();
    }

    private String history() {
      return "seed %d: %s".formatted(seed, log);
    }
  }
}
