package io.tidemark.bench;

import io.tidemark.monitoring.drift.AlarmBudget;
import io.tidemark.monitoring.drift.Calibration;
import io.tidemark.monitoring.drift.DriftRule;
import io.tidemark.monitoring.drift.DriftStatus;
import io.tidemark.monitoring.drift.EpisodeChange;
import io.tidemark.monitoring.drift.MinuteCounts;
import io.tidemark.monitoring.drift.MinuteReport;
import io.tidemark.monitoring.drift.ModelVersion;
import io.tidemark.monitoring.drift.SeriesWatches;
import io.tidemark.monitoring.drift.TileKey;
import io.tidemark.monitoring.drift.TileStore;
import io.tidemark.monitoring.drift.WatchPolicy;
import io.tidemark.monitoring.drift.WatchStep;
import io.tidemark.monitoring.drift.WindowKey;
import io.tidemark.monitoring.drift.WindowRows;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.drift.episode.EpisodeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many episodes chance opens in a month without drift, against the budget: the second stage of
 * drift as it runs in the service, without Kafka. By default verdicts go by chance alone, whatever
 * their size, which is the harder case.
 */
@Command(name = "drift-budget-benchmark", mixinStandardHelpOptions = true)
public final class DriftBudgetBenchmark extends Benchmark {
  private static final ModelVersion VERSION = new ModelVersion("m", "v");
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final int ROWS = 10_000;
  private static final double NO_SIZE = 1e-9;

  @Option(names = "--seeds", description = "Months that are simulated (default: 20).")
  private int seeds = 20;

  @Option(names = "--series", description = "Features of the model (default: 100).")
  private int series = 100;

  @Option(names = "--days", description = "Of a month (default: 30).")
  private int days = 30;

  @Option(names = "--window", description = "Minutes (default: 60).")
  private int windowMinutes = 60;

  @Option(names = "--users", description = "In five minutes (default: 25).")
  private int users = 25;

  @Option(names = "--events", description = "Equal ones of each user (default: 1).")
  private int events = 1;

  @Option(names = "--effect", description = "Verdicts go by size as well: 0.1 and 0.2.")
  private boolean effect;

  /** Runs it with the options of {@code --help}. */
  public static void main(String[] arguments) {
    new DriftBudgetBenchmark().run(arguments);
  }

  private static final class Heap implements TileStore, WindowRows {
    private final Map<TileKey, BinCounts> tiles = new HashMap<>();

    @Override
    public Optional<BinCounts> get(TileKey key) {
      return Optional.ofNullable(tiles.get(key)).map(BinCounts::copy);
    }

    @Override
    public void put(TileKey key, BinCounts counts) {
      tiles.put(key, counts);
    }

    @Override
    public void remove(TileKey key) {
      tiles.remove(key);
    }

    @Override
    public void put(WindowKey key, byte[] row) {
      // a month has no restart
    }

    @Override
    public void remove(WindowKey key) {
      // nor does a series leave
    }
  }

  private static final class Tally {
    private long opened;
    private long evaluated;
    private long beyond;
    private long unstable;

    void add(WatchStep step) {
      opened += step.changes().stream().map(EpisodeChange::move).filter(Tally::opens).count();
      step.evaluations()
          .forEach(
              evaluation -> {
                evaluated++;
                beyond +=
                    evaluation.result().evidence().filter(e -> e.isBeyondChance()).isPresent()
                        ? 1
                        : 0;
                unstable += evaluation.result().status() == DriftStatus.STABLE ? 0 : 1;
              });
    }

    private static boolean opens(EpisodeMove move) {
      return move == EpisodeMove.OPENED;
    }
  }

  @Override
  public Integer call() {
    WatchPolicy policy = policy();
    print(
        "%d months of %d days: %d series of %d bins, window %d min judged every %d, N = %,d (%d equal events a user), M = %,d%n",
        seeds,
        days,
        series,
        10,
        windowMinutes,
        AlarmBudget.step(policy.windows().get(0)).toMinutes(),
        windowMinutes / STEP.toMinutes() * users * events,
        events,
        ROWS);
    print("alpha %.2e of an evaluation, 1 episode a month allowed%n", policy.rule(series).budget());
    long opened = 0;
    long startNanos = System.nanoTime();
    long evaluated = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      Tally month = month(policy, seed);
      opened += month.opened;
      evaluated += month.evaluated;
      print(
          "seed %2d: %d episodes; %,d evaluations, %,d beyond chance, %,d not stable%n",
          seed, month.opened, month.evaluated, month.beyond, month.unstable);
    }
    double micros = (System.nanoTime() - startNanos) / 1e3 / Math.max(1, evaluated);
    print(
        "%d episodes in %d months; %.1f us an evaluation, drawing included%n",
        opened, seeds, micros);
    return 0;
  }

  private WatchPolicy policy() {
    DriftRule rule = effect ? DriftRule.DEFAULT : DriftRule.DEFAULT.withEffect(NO_SIZE, NO_SIZE);
    return new WatchPolicy(
        List.of(Duration.ofMinutes(windowMinutes)),
        rule,
        AlarmBudget.DEFAULT,
        EpisodeRule.DEFAULT,
        Calibration.ASSUMED_PHI);
  }

  private Tally month(WatchPolicy policy, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Optional<BaselineProfile> baseline = Optional.of(baseline(random));
    Heap heap = new Heap();
    SeriesWatches watches =
        new SeriesWatches(
            Map.of(VERSION.model(), policy), (model, version) -> baseline, heap, heap);
    Tally tally = new Tally();
    long steps = Duration.ofDays(days).dividedBy(STEP);
    for (long step = 0; step < steps; step++) {
      long atMs = step * STEP.toMillis();
      MinuteCounts counts = MinuteCounts.over(baseline);
      for (int user = 0; user < users; user++) {
        add(counts, baseline, random);
      }
      watches.take(VERSION, new MinuteReport(atMs, counts), atMs);
      tally.add(watches.advanceTo(atMs));
    }
    return tally;
  }

  private void add(
      MinuteCounts counts, Optional<BaselineProfile> baseline, SplittableRandom random) {
    Map<String, Double> values = new HashMap<>();
    for (int event = 0; event < events; event++) {
      counts.add(
          baseline, feature -> values.computeIfAbsent(feature, name -> random.nextGaussian()));
    }
  }

  private BaselineProfile baseline(SplittableRandom random) {
    BaselineBuilder builder = new BaselineBuilder(VERSION.model(), VERSION.version());
    for (int row = 0; row < ROWS; row++) {
      Map<String, Object> values = new HashMap<>();
      for (int feature = 0; feature < series; feature++) {
        values.put("f" + feature, random.nextGaussian());
      }
      builder.add(values);
    }
    return builder.build(Instant.EPOCH);
  }
}
