package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;

/** The running sum of the tiles of one rolling window. */
final class WindowSum {

  private final int tiles;
  private final BinCounts sum;

  WindowSum(int tiles, int bins) {
    this.tiles = tiles;
    this.sum = new BinCounts(bins);
  }

  /** The first tile inside the window whose last tile is {@code nowTile}. */
  long firstTile(long nowTile) {
    return nowTile + 1 - tiles;
  }

  void addIfInside(long tile, long nowTile, BinCounts counts) {
    if (tile >= firstTile(nowTile) && tile <= nowTile) {
      sum.merge(counts);
    }
  }

  void add(BinCounts counts) {
    sum.merge(counts);
  }

  void subtract(BinCounts counts) {
    sum.subtract(counts);
  }

  BinCounts sum() {
    return sum.copy();
  }
}
