package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.util.Optional;

/** The counts of one series over one binning, a row for each tile that has any. */
public interface TileRows {
  /** The counts of a tile; the caller's own. */
  Optional<BinCounts> get(Tile tile);

  /** Keeps the counts of a tile, which the caller does not change any more. */
  void put(Tile tile, BinCounts counts);

  /** Removes a tile that is there. */
  void remove(Tile tile);

  /** Adds counts to those of a tile. */
  default void add(Tile tile, BinCounts counts) {
    BinCounts sum = get(tile).orElseGet(() -> new BinCounts(counts.size()));
    sum.merge(counts);
    put(tile, sum);
  }

  /** Removes a tile and says what it held, if it is there. */
  default Optional<BinCounts> take(Tile tile) {
    Optional<BinCounts> counts = get(tile);
    counts.ifPresent(found -> remove(tile));
    return counts;
  }
}
