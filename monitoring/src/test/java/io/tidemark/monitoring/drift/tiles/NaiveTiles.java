package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The obvious way: keep every report, add up what a window covers when asked. */
final class NaiveTiles {

  private record Source(int partition, long tileStartMs) {}

  private final TileLayout layout;
  private final Map<Source, BinCounts> reports = new HashMap<>();
  private long nowMs;

  NaiveTiles(TileLayout layout, long nowMs) {
    this.layout = layout;
    this.nowMs = nowMs;
  }

  void put(int partition, long tileStartMs, BinCounts counts) {
    boolean late = minute(nowMs) >= tileStartMs + 60_000 + layout.grace().toMillis();
    boolean early = tileStartMs > minute(nowMs) + layout.retention() * 60_000L;
    if (!late && !early) {
      reports.put(new Source(partition, tileStartMs), counts.copy());
    }
  }

  void advanceTo(long newNowMs) {
    nowMs = Math.max(nowMs, newNowMs);
  }

  BinCounts window(Duration size) {
    long end = minute(nowMs) + 60_000;
    BinCounts sum = new BinCounts(layout.bins());
    reports.forEach(
        (source, counts) -> {
          if (source.tileStartMs >= end - size.toMillis() && source.tileStartMs < end) {
            sum.merge(counts);
          }
        });
    return sum;
  }

  private static long minute(long timeMs) {
    return timeMs - Math.floorMod(timeMs, 60_000);
  }
}
