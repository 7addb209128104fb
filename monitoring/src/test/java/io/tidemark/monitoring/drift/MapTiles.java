package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rows of a task in a map, keys and counts as bytes. */
final class MapTiles implements TileStore, WindowRows {
  private final Map<ByteBuffer, byte[]> rows = new HashMap<>();
  private final Map<WindowKey, byte[]> windows = new HashMap<>();

  @Override
  public Optional<BinCounts> get(TileKey key) {
    return Optional.ofNullable(rows.get(wrap(key))).map(BinCountsCodec::decode);
  }

  private static ByteBuffer wrap(TileKey key) {
    return ByteBuffer.wrap(key.encode());
  }

  @Override
  public void put(TileKey key, BinCounts counts) {
    rows.put(wrap(key), BinCountsCodec.encode(counts));
  }

  @Override
  public void remove(TileKey key) {
    if (rows.remove(wrap(key)) == null) {
      throw new AssertionError("no " + key + " to remove");
    }
  }

  @Override
  public void put(WindowKey key, byte[] row) {
    windows.put(WindowKey.decode(key.encode()), row.clone());
  }

  @Override
  public void remove(WindowKey key) {
    windows.remove(key);
  }

  int size() {
    return rows.size() + windows.size();
  }

  /** Hands every row to watches, as a restart does. */
  void restoreInto(SeriesWatches watches, long nowMs) {
    Map.copyOf(rows)
        .forEach(
            (key, row) ->
                watches.restore(TileKey.decode(key.array()), BinCountsCodec.decode(row), nowMs));
    Map.copyOf(windows).forEach(watches::restore);
  }
}
