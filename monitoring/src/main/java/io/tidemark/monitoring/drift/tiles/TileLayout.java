package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The fixed shape of {@link RollingTiles}.
 *
 * @param bins number of bins of the counts
 * @param windows sizes of the rolling windows: whole minutes, one minute to 90 days, without
 *     repeats; kept in increasing order
 * @param grace how long after its end a tile still takes updates: whole minutes, at least one, at
 *     most the longest window
 */
public record TileLayout(int bins, List<Duration> windows, Duration grace) {

  /** Length of a tile. */
  public static final Duration TILE = Duration.ofMinutes(1);

  /** Longest window. */
  public static final Duration MAX_WINDOW = Duration.ofDays(90);

  /** Most windows of one series. */
  public static final int MAX_WINDOWS = 16;

  public TileLayout {
    windows = windows.stream().distinct().sorted().toList();
    checkWindows(windows);
    checkTiles("grace", grace, windows.get(windows.size() - 1));
    if (bins < 1 || bins > BinCountsCodec.MAX_BINS) {
      throw new IllegalArgumentException(
          "Invalid number of bins %d: must be 1 to %d".formatted(bins, BinCountsCodec.MAX_BINS));
    }
  }

  /** A layout whose tiles take updates as long as any window holds them. */
  public static TileLayout of(int bins, Collection<Duration> windows) {
    List<Duration> sorted = windows.stream().sorted().toList();
    Duration longest = sorted.isEmpty() ? TILE : sorted.get(sorted.size() - 1);
    return new TileLayout(bins, sorted, longest);
  }

  private static void checkWindows(List<Duration> windows) {
    if (windows.isEmpty() || windows.size() > MAX_WINDOWS) {
      throw new IllegalArgumentException(
          "Invalid windows %s: there must be 1 to %d".formatted(windows, MAX_WINDOWS));
    }
    windows.forEach(window -> checkTiles("window", window, MAX_WINDOW));
  }

  private static void checkTiles(String what, Duration size, Duration max) {
    boolean whole = size.toMillis() % TILE.toMillis() == 0;
    if (!whole || size.compareTo(TILE) < 0 || size.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "Invalid %s %s: must be whole minutes, from one to %s".formatted(what, size, max));
    }
  }

  static int tiles(Duration size) {
    return (int) (size.toMillis() / TILE.toMillis());
  }

  /** Number of tiles the longest window holds. */
  int retention() {
    return tiles(windows.get(windows.size() - 1));
  }
}
