package io.tidemark.kafka.drift;

import io.tidemark.monitoring.drift.TileKey;
import io.tidemark.monitoring.drift.TileStore;
import io.tidemark.monitoring.drift.WindowKey;
import io.tidemark.monitoring.drift.WindowRows;
import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tiles, and what is known of windows, as rows of a store. What changed since the last commit is on
 * the heap, so that a minute that every partition adds to is stored once per commit. Not
 * thread-safe.
 */
final class StoredTiles implements TileStore, WindowRows {
  /** The key of what the task knows beside its tiles; no key of a tile begins like that. */
  static final Bytes TASK = Bytes.wrap(new byte[] {0});

  /** More are stored before the commit, such as those of many series whose hour has ended. */
  private static final int MOST_UNSAVED = 10_000;

  private final KeyValueStore<Bytes, byte[]> store;

  /** Empty for a row that is removed. */
  private final Map<TileKey, Optional<BinCounts>> unsaved = new LinkedHashMap<>();

  private final Map<WindowKey, Optional<byte[]>> unsavedWindows = new LinkedHashMap<>();

  StoredTiles(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  public Optional<BinCounts> get(TileKey key) {
    Optional<BinCounts> known = unsaved.get(key);
    if (known != null) {
      return known.map(BinCounts::copy);
    }
    return Optional.ofNullable(store.get(Bytes.wrap(key.encode()))).map(BinCountsCodec::decode);
  }

  @Override
  public void put(TileKey key, BinCounts counts) {
    change(key, Optional.of(counts));
  }

  @Override
  public void remove(TileKey key) {
    change(key, Optional.empty());
  }

  @Override
  public void put(WindowKey key, byte[] row) {
    unsavedWindows.put(key, Optional.of(row));
  }

  @Override
  public void remove(WindowKey key) {
    unsavedWindows.put(key, Optional.empty());
  }

  private void change(TileKey key, Optional<BinCounts> counts) {
    unsaved.put(key, counts);
    if (unsaved.size() > MOST_UNSAVED) {
      save();
    }
  }

  /** Stores what has changed since the last time. */
  void save() {
    unsaved.forEach(
        (key, counts) ->
            store.put(Bytes.wrap(key.encode()), counts.map(BinCountsCodec::encode).orElse(null)));
    unsaved.clear();
    unsavedWindows.forEach((key, row) -> store.put(Bytes.wrap(key.encode()), row.orElse(null)));
    unsavedWindows.clear();
  }

  /** Hands over every row as it is stored; rows may be changed meanwhile. */
  void each(BiConsumer<TileKey, BinCounts> tile, BiConsumer<WindowKey, byte[]> window) {
    try (KeyValueIterator<Bytes, byte[]> stored = store.all()) {
      while (stored.hasNext()) {
        KeyValue<Bytes, byte[]> next = stored.next();
        byte[] key = next.key.get();
        if (WindowKey.isOne(key)) {
          window.accept(WindowKey.decode(key), next.value);
        } else if (!next.key.equals(TASK)) {
          tile.accept(TileKey.decode(key), BinCountsCodec.decode(next.value));
        }
      }
    }
  }
}
