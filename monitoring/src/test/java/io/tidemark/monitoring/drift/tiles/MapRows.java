package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rows in a map, as bytes. */
public final class MapRows implements TileRows {
  private final Map<Tile, byte[]> rows = new HashMap<>();

  @Override
  public Optional<BinCounts> get(Tile tile) {
    return Optional.ofNullable(rows.get(tile)).map(BinCountsCodec::decode);
  }

  @Override
  public void put(Tile tile, BinCounts counts) {
    rows.put(tile, BinCountsCodec.encode(counts));
  }

  @Override
  public void remove(Tile tile) {
    if (rows.remove(tile) == null) {
      throw new AssertionError("no " + tile + " to remove");
    }
  }

  public int size() {
    return rows.size();
  }

  /** Size of the largest row, in bytes. */
  public int largest() {
    return rows.values().stream().mapToInt(row -> row.length).max().orElse(0);
  }

  /** Tiles over these rows, as a restart makes them. */
  public RollingTiles reopen(TileLayout layout, long nowMs) {
    RollingTiles tiles = new RollingTiles(layout, this, nowMs);
    Map.copyOf(rows).forEach((tile, row) -> tiles.restore(tile, BinCountsCodec.decode(row)));
    return tiles;
  }
}
