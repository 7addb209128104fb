package io.tidemark.monitoring.drift.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rolling sums equal a recomputation from all reports, after every step of a random history. */
class RollingTilesPropertyTest {

  private static final int BINS = 3;
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(7), Duration.ofMinutes(60));
  private static final int RUNS = 60;
  private static final int STEPS = 250;

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 60})
  void windowsEqualARecomputation(int graceMinutes) {
    TileLayout layout = new TileLayout(BINS, WINDOWS, Duration.ofMinutes(graceMinutes));
    for (int seed = 0; seed < RUNS; seed++) {
      new History(layout, seed).run();
    }
  }

  /** One random history: reports out of order and repeated, time in steps and leaps, restarts. */
  private static final class History {

    private final SplittableRandom random;
    private final int seed;
    private final TileLayout layout;
    private final int partitions;
    private final List<String> log = new ArrayList<>();
    private final NaiveTiles naive;
    private RollingTiles tiles;
    private long nowMs;

    History(TileLayout layout, int seed) {
      this.random = new SplittableRandom(seed);
      this.seed = seed;
      this.layout = layout;
      this.partitions = 1 + random.nextInt(8);
      this.nowMs = random.nextLong(-200_000, 4_000_000_000L);
      this.naive = new NaiveTiles(layout, nowMs);
      this.tiles = new RollingTiles(layout, nowMs);
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> restart();
          case 1, 2 -> advance(random.nextLong(200_000));
          case 3 -> advance(random.nextInt(20) == 0 ? 7_200_000 : -60_000);
          default -> report();
        }
        check();
      }
    }

    private void restart() {
      byte[] bytes = RollingTilesCodec.encode(tiles);
      tiles = RollingTilesCodec.decode(bytes);
      log.add("restart");
      assertThat(RollingTilesCodec.encode(tiles)).as(this::history).isEqualTo(bytes);
    }

    private void advance(long byMs) {
      long target = nowMs + byMs;
      nowMs = Math.max(nowMs, target);
      log.add("advanceTo " + target);
      naive.advanceTo(target);
      tiles.advanceTo(target);
    }

    private void report() {
      long start = RollingTiles.tileStartMs(nowMs + random.nextLong(-4_200_000, 4_200_000));
      int near = random.nextInt(3);
      long tile = near > 0 ? RollingTiles.tileStartMs(nowMs) - random.nextInt(4) * 60_000L : start;
      int partition = random.nextInt(partitions);
      BinCounts counts = BinCounts.of(random.nextInt(4), random.nextInt(2), random.nextInt(-1, 2));
      log.add("put %d %d %s".formatted(partition, tile, counts));
      naive.put(partition, tile, counts);
      tiles.put(partition, tile, counts);
    }

    private void check() {
      for (Duration window : layout.windows()) {
        assertThat(tiles.window(window)).as(this::history).isEqualTo(naive.window(window));
      }
      assertThat(tiles.windowEndMs()).isEqualTo(RollingTiles.tileStartMs(nowMs) + 60_000);
    }

    private String history() {
      return "seed %d, grace %s: %s".formatted(seed, layout.grace(), log);
    }
  }
}
