package io.tidemark.kafka.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.CountedSeries;
import io.tidemark.monitoring.drift.DriftRule;
import io.tidemark.monitoring.drift.Series;
import io.tidemark.monitoring.drift.SeriesWatches;
import io.tidemark.monitoring.drift.TileKey;
import io.tidemark.monitoring.drift.WatchPolicy;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import io.tidemark.monitoring.drift.tiles.Tile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiles on disk, and on the heap only until the next commit. */
class StoredTilesTest {
  private static final String BINNING = "0123456789abcdef0123456789abcdef";

  /** 1,000 of them may take 64 MB. */
  private static final int SERIES = 200;

  private final KeyValueStore<Bytes, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore("drift-tiles"), Serdes.Bytes(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();
  private final StoredTiles tiles = new StoredTiles(store);

  @TempDir Path folder;

  @BeforeEach
  void open() {
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties(), new TaskId(2, 0), folder.toFile());
    store.init(context.getStateStoreContext(), store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static TileKey key(String feature, long minute) {
    Series series = new Series("ranker", "v3", feature);
    return new TileKey(new CountedSeries(series, BINNING), new Tile(minute, Tile.MINUTE));
  }

  private Map<TileKey, BinCounts> stored() {
    Map<TileKey, BinCounts> rows = new HashMap<>();
    tiles.each(rows::put, (key, row) -> {});
    return rows;
  }

  @Test
  void changesAreStoredWhenTheyAreSaved() {
    tiles.put(key("age", 1), BinCounts.of(1, 2));
    assertThat(stored()).isEmpty();
    assertThat(tiles.get(key("age", 1))).contains(BinCounts.of(1, 2));
    tiles.save();
    assertThat(stored()).containsOnly(Map.entry(key("age", 1), BinCounts.of(1, 2)));
    tiles.remove(key("age", 1));
    assertThat(tiles.get(key("age", 1))).isEmpty();
    tiles.save();
    assertThat(stored()).isEmpty();
  }

  @Test
  void whatIsAskedForIsTheCallersOwn() {
    tiles.put(key("age", 1), BinCounts.of(1, 2));
    tiles.get(key("age", 1)).orElseThrow().add(0);
    assertThat(tiles.get(key("age", 1))).contains(BinCounts.of(1, 2));
  }

  @Test
  void rowOfTheTaskIsNoTile() {
    store.put(StoredTiles.TASK, new byte[] {1});
    tiles.put(key("age", 1), BinCounts.of(1, 2));
    tiles.save();
    assertThat(stored()).containsOnlyKeys(key("age", 1));
  }

  @Test
  void manyChangesDoNotWaitForTheCommit() {
    for (int minute = 0; minute <= 10_000; minute++) {
      tiles.put(key("age", minute), BinCounts.of(1));
    }
    assertThat(stored()).hasSize(10_001);
  }

  /** A day by the minute: the heap has the windows, the disk their tiles. */
  @Test
  void dayOfManySeriesTakesLittleHeap() {
    long[] counts = new long[27];
    Arrays.fill(counts, 60);
    byte[] row = BinCountsCodec.encode(BinCounts.of(counts));
    for (int feature = 0; feature < SERIES; feature++) {
      for (int minute = 0; minute < 1_440; minute++) {
        store.put(Bytes.wrap(key("feature-" + feature, minute).encode()), row);
      }
    }
    WatchPolicy policy =
        new WatchPolicy(List.of(Duration.ofMinutes(15), Duration.ofDays(1)), DriftRule.DEFAULT);
    long before = usedBytes();
    SeriesWatches watches =
        new SeriesWatches(
            Map.of("ranker", policy), (model, version) -> Optional.empty(), tiles, tiles);
    tiles.each((key, bins) -> watches.restore(key, bins, 1_439 * 60_000), (window, known) -> {});
    long bytes = usedBytes() - before;

    assertThat(bytes).as("bytes of heap").isLessThan(SERIES * (64L << 20) / 1_000);
    assertThat(watches.advanceTo(1_439 * 60_000).evaluations())
        .as("over no bins they are all other bins")
        .isNotEmpty();
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
