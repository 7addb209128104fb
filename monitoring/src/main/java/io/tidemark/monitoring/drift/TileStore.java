package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.tiles.Tile;
import io.tidemark.monitoring.drift.tiles.TileRows;
import java.util.Optional;

/** The counts of every series of a task, a row for each tile that has any. Not thread-safe. */
public interface TileStore {
  /** The counts of a tile; the caller's own. */
  Optional<BinCounts> get(TileKey key);

  /** Keeps the counts of a tile, which the caller does not change any more. */
  void put(TileKey key, BinCounts counts);

  /** Removes a tile that is there. */
  void remove(TileKey key);

  /** The rows of one series over one binning. */
  default TileRows rowsOf(CountedSeries counted) {
    return new TileRows() {
      @Override
      public Optional<BinCounts> get(Tile tile) {
        return TileStore.this.get(new TileKey(counted, tile));
      }

      @Override
      public void put(Tile tile, BinCounts counts) {
        TileStore.this.put(new TileKey(counted, tile), counts);
      }

      @Override
      public void remove(Tile tile) {
        TileStore.this.remove(new TileKey(counted, tile));
      }
    };
  }
}
