package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;

/** The running sum of the tiles of one rolling window. */
final class WindowSum {
  private final Duration size;
  private BinCounts sum;

  WindowSum(Duration size, int bins) {
    this.size = size;
    this.sum = new BinCounts(bins);
  }

  /** The first minute inside the window whose last minute is {@code now}. */
  long firstMinute(long now) {
    return TileLayout.firstMinute(size, now);
  }

  void addIfInside(long minute, long now, BinCounts counts) {
    if (minute >= firstMinute(now) && minute <= now) {
      sum.merge(counts);
    }
  }

  void add(BinCounts counts) {
    sum.merge(counts);
  }

  void subtract(BinCounts counts) {
    sum.subtract(counts);
  }

  void clear() {
    sum = new BinCounts(sum.size());
  }

  BinCounts sum() {
    return sum.copy();
  }
}
