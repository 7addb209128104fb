package io.tidemark.monitoring.drift.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rolling sums equal a recomputation from all minutes, after every step of a random history. */
class RollingTilesPropertyTest {
  private static final int BINS = 3;
  private static final int RUNS = 60;
  private static final int STEPS = 250;

  static Stream<List<Duration>> windows() {
    return Stream.of(
        List.of(Duration.ofMinutes(1), Duration.ofMinutes(7), Duration.ofMinutes(60)),
        List.of(Duration.ofMinutes(90), Duration.ofHours(24)),
        List.of(Duration.ofMinutes(5), Duration.ofHours(25), Duration.ofDays(3)),
        List.of(Duration.ofMinutes(1_441)),
        List.of(Duration.ofHours(24), Duration.ofHours(26)));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void windowsEqualARecomputation(List<Duration> windows) {
    TileLayout layout = TileLayout.of(BINS, windows);
    for (int seed = 0; seed < RUNS; seed++) {
      new History(layout, seed).run();
    }
  }

  /** One random history: counts out of order, time in steps and leaps, restarts. */
  private static final class History {
    private final SplittableRandom random;
    private final int seed;
    private final TileLayout layout;
    private final Duration longest;
    private final List<String> log = new ArrayList<>();
    private final NaiveTiles naive = new NaiveTiles(BINS);
    private final MapRows rows = new MapRows();
    private RollingTiles tiles;
    private long nowMs;

    History(TileLayout layout, int seed) {
      this.random = new SplittableRandom(seed);
      this.seed = seed;
      this.layout = layout;
      this.longest = layout.windows().get(layout.windows().size() - 1);
      this.nowMs = random.nextLong(-200_000, 4_000_000_000L);
      this.tiles = new RollingTiles(layout, rows, nowMs);
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> restart();
          case 1, 2 -> advance(random.nextLong(200_000));
          case 3 -> advance(random.nextInt(20) == 0 ? random.nextLong(leapMs()) : -60_000);
          case 4 -> advance(random.nextLong(7_200_000));
          default -> count();
        }
        check();
      }
    }

    private long leapMs() {
      return longest.toMillis() * 5 / 4;
    }

    private void restart() {
      log.add("restart");
      tiles = rows.reopen(layout, nowMs);
    }

    private void advance(long byMs) {
      long target = nowMs + byMs;
      nowMs = Math.max(nowMs, target);
      log.add("advanceTo " + target);
      tiles.advanceTo(target);
    }

    private void count() {
      long far = random.nextLong(-leapMs(), 4_200_000);
      long near = -random.nextInt(4) * 60_000L;
      long start = RollingTiles.tileStartMs(nowMs + (random.nextInt(3) > 0 ? near : far));
      BinCounts counts = BinCounts.of(random.nextInt(4), random.nextInt(2), random.nextInt(-1, 2));
      log.add("add %d %s".formatted(start, counts));
      boolean taken = tiles.add(start, counts);
      assertThat(taken)
          .as(this::history)
          .isEqualTo(start > nowMs || NaiveTiles.isInside(start, nowMs, longest));
      if (taken) {
        naive.add(start, counts);
      }
    }

    private void check() {
      for (Duration window : layout.windows()) {
        assertThat(tiles.window(window)).as(this::history).isEqualTo(naive.window(nowMs, window));
      }
      assertThat(tiles.windowEndMs()).isEqualTo(RollingTiles.tileStartMs(nowMs) + 60_000);
    }

    private String history() {
      return "seed %d, windows %s: %s".formatted(seed, layout.windows(), log);
    }
  }
}
