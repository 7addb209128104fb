package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.tiles.RollingTiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both stages over random streams: what is said of every window equals a count of the predictions
 * in it, and every prediction that is read has become exactly one thing; for any number of
 * partitions, with clocks of their own, baselines that change, crashes and restarts.
 */
class SeriesWatchesPropertyTest {
  private static final long MINUTE = 60_000;
  private static final int RUNS = 40;
  private static final int STEPS = 400;
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(20), Duration.ofMinutes(3), Duration.ofHours(30));
  private static final Duration LONGEST = Duration.ofHours(30);

  /** What is known beside the counts is the matter of another test. */
  private static final WindowRows NO_ROWS =
      new WindowRows() {
        @Override
        public void put(WindowKey key, byte[] row) {}

        @Override
        public void remove(WindowKey key) {}
      };

  private static final WatchPolicy POLICY = new WatchPolicy(WINDOWS, DriftRule.DEFAULT);
  private static final ModelVersion V3 = new ModelVersion("ranker", "v3");

  /** Two of them over equal bins, one over others, and none at all. */
  private static final List<Optional<BaselineProfile>> BASELINES =
      List.of(baseline(100, "a"), baseline(200, "a"), baseline(100, "b"), Optional.empty());

  private static Optional<BaselineProfile> baseline(long count, String category) {
    Binning binning = CategoricalBinning.of(List.of(category));
    Map<String, Profile> features = new HashMap<>();
    for (String feature : List.of(Series.SCORE, "age")) {
      BinCounts counts = binning.newCounts();
      counts.add(0, count);
      features.put(feature, new Profile(feature, binning, counts));
    }
    return Optional.of(new BaselineProfile("ranker", "v3", Instant.EPOCH, new TreeMap<>(features)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 32})
  void windowsEqualACountOfPredictionsAndTheLawHolds(int partitions) {
    for (int seed = 0; seed < RUNS; seed++) {
      new History(partitions, seed).run();
    }
  }

  /** A prediction, over the bins it was counted in. */
  private record Counted(long timeMs, Optional<BaselineProfile> over, String value) {}

  /** What a partition has not sent, as predictions and as counts. */
  private record Unsent(List<Counted> predictions, MinuteCounts counts) {
    static Unsent over(Optional<BaselineProfile> baseline) {
      return new Unsent(new ArrayList<>(), MinuteCounts.over(baseline));
    }
  }

  /** A report on its way, and what it is of. */
  private record Sent(byte[] report, List<Counted> predictions) {}

  /** What the second stage goes back to when it crashes. */
  private record Committed(
      Map<TileKey, BinCounts> rows, List<Counted> taken, byte[] task, int position) {}

  private static final class History {
    private final int seed;
    private final SplittableRandom random;
    private final List<String> log = new ArrayList<>();
    private final List<Map<MinuteKey, Unsent>> partitions = new ArrayList<>();
    private final long[] skewMs;
    private final List<Sent> topic = new ArrayList<>();
    private final Map<TileKey, BinCounts> rows = new LinkedHashMap<>();
    private final TileStore store = new Rows(rows);
    private List<Counted> taken = new ArrayList<>();
    private PredictionTally tally = new PredictionTally();
    private Optional<BaselineProfile> baseline = BASELINES.get(0);
    private SeriesWatches watches = newWatches();
    private Committed committed;
    private int position;
    private long nowMs;
    private long read;

    History(int count, int seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.nowMs = random.nextLong(4_000_000_000L, 5_000_000_000L);
      this.skewMs = random.longs(count, -30 * MINUTE, 5 * MINUTE).toArray();
      for (int i = 0; i < count; i++) {
        partitions.add(new LinkedHashMap<>());
      }
      commit();
    }

    private SeriesWatches newWatches() {
      return new SeriesWatches(
          Map.of("ranker", POLICY), (model, version) -> baseline, store, NO_ROWS);
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(24)) {
          case 0 -> crash();
          case 1, 2 -> commit();
          case 3 -> replaceBaseline();
          case 4, 5 -> advance();
          case 6 -> check();
          case 7, 8, 9 -> send(random.nextInt(partitions.size()));
          case 10, 11, 12 -> take();
          default -> predict(random.nextInt(partitions.size()));
        }
      }
      for (int partition = 0; partition < partitions.size(); partition++) {
        send(partition);
      }
      while (position < topic.size()) {
        take();
      }
      check();
      assertThat(tally.counts().values().stream().mapToLong(Long::longValue).sum())
          .as(this::history)
          .isEqualTo(read);
    }

    private void predict(int partition) {
      long farMs = random.nextInt(4) == 0 ? -random.nextLong(40 * 60 * MINUTE) : 0;
      long timeMs = nowMs + skewMs[partition] + farMs - random.nextLong(2 * MINUTE);
      Counted counted = new Counted(timeMs, baseline, random.nextBoolean() ? "a" : "b");
      Unsent unsent =
          partitions
              .get(partition)
              .computeIfAbsent(
                  MinuteKey.of(timeMs, "ranker", "v3", baseline), key -> Unsent.over(baseline));
      unsent.counts().add(baseline, feature -> counted.value());
      unsent.predictions().add(counted);
      read++;
      log.add("predict %d at %d".formatted(partition, timeMs));
    }

    private void send(int partition) {
      log.add("send " + partition);
      partitions
          .get(partition)
          .forEach(
              (key, unsent) ->
                  topic.add(
                      new Sent(
                          new MinuteReport(key.startMs(), unsent.counts()).encode(),
                          unsent.predictions())));
      partitions.get(partition).clear();
    }

    private void take() {
      if (position == topic.size()) {
        return;
      }
      Sent sent = topic.get(position++);
      MinuteReport report = MinuteReport.decode(sent.report());
      ReportOutcome outcome = watches.take(V3, report, nowMs);
      log.add("take %d: %s".formatted(report.startMs(), outcome));
      boolean late = report.startMs() < firstMs(LONGEST);
      assertThat(outcome == ReportOutcome.TOO_LATE).as(this::history).isEqualTo(late);
      tally.add("ranker", outcome.ofPredictions(), report.counts().predictions());
      if (!late) {
        taken.addAll(sent.predictions());
      }
    }

    private void commit() {
      log.add("commit");
      committed =
          new Committed(
              copy(rows), List.copyOf(taken), new DriftTaskRow(nowMs, 0, tally).encode(), position);
    }

    private static Map<TileKey, BinCounts> copy(Map<TileKey, BinCounts> rows) {
      Map<TileKey, BinCounts> copy = new LinkedHashMap<>();
      rows.forEach((key, counts) -> copy.put(key, counts.copy()));
      return copy;
    }

    /** What was taken since the last commit comes again. */
    private void crash() {
      log.add("crash");
      position = committed.position();
      rows.clear();
      rows.putAll(copy(committed.rows()));
      taken = new ArrayList<>(committed.taken());
      tally = DriftTaskRow.decode(committed.task()).tally();
      watches = restored(store);
    }

    private SeriesWatches restored(TileStore over) {
      SeriesWatches fresh =
          new SeriesWatches(Map.of("ranker", POLICY), (model, version) -> baseline, over, NO_ROWS);
      copy(rows).forEach((key, counts) -> fresh.restore(key, counts, nowMs));
      return fresh;
    }

    private void replaceBaseline() {
      baseline = BASELINES.get(random.nextInt(BASELINES.size()));
      log.add("baseline " + binning(baseline));
    }

    private void advance() {
      nowMs +=
          random.nextInt(10) == 0 ? random.nextLong(9 * 60 * MINUTE) : random.nextLong(2 * MINUTE);
      log.add("advanceTo " + nowMs);
      watches.advanceTo(nowMs).evaluations().forEach(this::check);
    }

    /** What was said last still holds of every window, said now or not: all is said anew here. */
    private void check() {
      watches.advanceTo(nowMs).evaluations().forEach(this::check);
      Map<TileKey, BinCounts> untouched = copy(rows);
      List<Evaluation> everything = restored(new Rows(untouched)).advanceTo(nowMs).evaluations();
      everything.forEach(this::check);
      boolean any = taken.stream().anyMatch(counted -> counted.timeMs() >= firstMs(LONGEST));
      int series = any ? (baseline.isPresent() ? 2 : 1) : 0;
      assertThat(everything).as(this::history).hasSize(series * WINDOWS.size());
    }

    private void check(Evaluation said) {
      long endMs = RollingTiles.tileStartMs(nowMs) + MINUTE;
      BinCounts counts = new BinCounts(said.counts().size());
      long others = 0;
      for (Counted counted : taken) {
        boolean inside = counted.timeMs() >= firstMs(said.window()) && counted.timeMs() < endMs;
        if (inside && isComparable(counted)) {
          counts.add(bin(counted));
        } else if (inside) {
          others++;
        }
      }
      assertThat(said.counts()).as(this::history).isEqualTo(counts);
      assertThat(said.otherBins()).as(this::history).isEqualTo(others);
    }

    private boolean isComparable(Counted counted) {
      return binning(counted.over()).equals(binning(baseline));
    }

    private static String binning(Optional<BaselineProfile> of) {
      return of.map(found -> found.features().get("age").binning().hash()).orElse("");
    }

    private static int bin(Counted counted) {
      return counted
          .over()
          .map(found -> found.features().get("age").binning().binOf(counted.value()))
          .orElse(0);
    }

    private long firstMs(Duration window) {
      long firstMs = RollingTiles.tileStartMs(nowMs) + MINUTE - window.toMillis();
      return window.toMinutes() > 1_440 ? firstMs - firstMs % (60 * MINUTE) : firstMs;
    }

    private String history() {
      return "partitions %d, seed %d: %s".formatted(partitions.size(), seed, log);
    }
  }

  private record Rows(Map<TileKey, BinCounts> rows) implements TileStore {
    @Override
    public Optional<BinCounts> get(TileKey key) {
      return Optional.ofNullable(rows.get(key)).map(BinCounts::copy);
    }

    @Override
    public void put(TileKey key, BinCounts counts) {
      rows.put(key, counts);
    }

    @Override
    public void remove(TileKey key) {
      assertThat(rows.remove(key)).as("row of %s", key).isNotNull();
    }
  }
}
