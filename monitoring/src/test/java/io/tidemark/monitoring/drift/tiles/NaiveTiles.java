package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The obvious way: keep every minute, add up what a window covers when asked. */
final class NaiveTiles {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private final int bins;
  private final Map<Long, BinCounts> minutes = new HashMap<>();

  NaiveTiles(int bins) {
    this.bins = bins;
  }

  void add(long startMs, BinCounts counts) {
    minutes.computeIfAbsent(startMs, s -> new BinCounts(bins)).merge(counts);
  }

  static boolean isInside(long startMs, long nowMs, Duration size) {
    long endMs = nowMs - Math.floorMod(nowMs, MINUTE) + MINUTE;
    long firstMs = endMs - size.toMillis();
    boolean onTheHour = size.toMinutes() > 1_440;
    return startMs >= (onTheHour ? firstMs - Math.floorMod(firstMs, HOUR) : firstMs)
        && startMs < endMs;
  }

  BinCounts window(long nowMs, Duration size) {
    BinCounts sum = new BinCounts(bins);
    minutes.forEach(
        (startMs, counts) -> {
          if (isInside(startMs, nowMs, size)) {
            sum.merge(counts);
          }
        });
    return sum;
  }
}
