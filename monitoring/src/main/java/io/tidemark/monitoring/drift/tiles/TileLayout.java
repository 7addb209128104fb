package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The fixed shape of {@link RollingTiles}.
 *
 * <p>Windows of up to a day begin on any minute, longer ones on a whole hour. So counts are kept by
 * the minute only as far back as a window of the first kind reaches, and by the hour beyond.
 *
 * @param bins number of bins of the counts
 * @param windows sizes of the rolling windows: whole minutes, one minute to 90 days, without
 *     repeats; kept in increasing order
 */
public record TileLayout(int bins, List<Duration> windows) {

  /** Length of a minute's tile. */
  public static final Duration TILE = Duration.ofMinutes(1);

  /** Longest window that begins on any minute. */
  public static final Duration MAX_BY_MINUTE = Duration.ofDays(1);

  /** Longest window. */
  public static final Duration MAX_WINDOW = Duration.ofDays(90);

  /** Most windows of one series. */
  public static final int MAX_WINDOWS = 16;

  public TileLayout {
    windows = windows.stream().distinct().sorted().toList();
    checkWindows(windows);
    if (bins < 1 || bins > BinCountsCodec.MAX_BINS) {
      throw new IllegalArgumentException(
          "Invalid number of bins %d: must be 1 to %d".formatted(bins, BinCountsCodec.MAX_BINS));
    }
  }

  /** A layout of windows in any order. */
  public static TileLayout of(int bins, Collection<Duration> windows) {
    return new TileLayout(bins, List.copyOf(windows));
  }

  private static void checkWindows(List<Duration> windows) {
    if (windows.isEmpty() || windows.size() > MAX_WINDOWS) {
      throw new IllegalArgumentException(
          "Invalid windows %s: there must be 1 to %d".formatted(windows, MAX_WINDOWS));
    }
    windows.forEach(TileLayout::checkWindow);
  }

  private static void checkWindow(Duration size) {
    boolean whole = size.toMillis() % TILE.toMillis() == 0;
    if (!whole || size.compareTo(TILE) < 0 || size.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "Invalid window %s: must be whole minutes, from one to %s".formatted(size, MAX_WINDOW));
    }
  }

  /**
   * Where a window begins, inclusive, in epoch milliseconds.
   *
   * @param endMs where it ends, exclusive: the end of a minute
   */
  public static long windowStartMs(Duration window, long endMs) {
    return firstMinute(window, endMs / TILE.toMillis() - 1) * TILE.toMillis();
  }

  /** The first minute of a window whose last minute is {@code now}. */
  static long firstMinute(Duration window, long now) {
    long first = now + 1 - window.toMinutes();
    return window.compareTo(MAX_BY_MINUTE) > 0 ? Tile.hourStart(first) : first;
  }

  /** The first minute that any window holds at {@code now}; what was before is late. */
  long firstKept(long now) {
    return firstMinute(windows.get(windows.size() - 1), now);
  }

  /** The first minute that has a tile of its own; the hours before it have one each. */
  long firstByMinute(long now) {
    Duration longest = windows.get(windows.size() - 1);
    if (longest.compareTo(MAX_BY_MINUTE) <= 0) {
      return firstKept(now);
    }
    long reach =
        windows.stream()
            .filter(window -> window.compareTo(MAX_BY_MINUTE) <= 0)
            .mapToLong(Duration::toMinutes)
            .max()
            .orElse(0);
    return Tile.hourStart(now + 1 - reach);
  }

  /** The tile that has a minute at {@code now}. */
  Tile tileOf(long minute, long now) {
    return minute < firstByMinute(now) ? Tile.hourOf(minute) : Tile.minute(minute);
  }
}
