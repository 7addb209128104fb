package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The recent past of one series: counts per minute, and their sums over rolling windows.
 *
 * <p>A tile is a minute of event time, {@code [start, start + 1 min)}, or an hour where only
 * windows of more than a day reach. Tiles are rows of a store; the heap has the sums alone. Integer
 * counts are added as they come in and subtracted as their tile leaves, so the windows are the same
 * to the bit for any number of partitions, any order of arrival, and any number of restarts in
 * between.
 *
 * <p>The minute that time stands in is part of every window. At time {@code now} the window of size
 * {@code s} is the tiles with start in {@code [end - s, end)}, where {@code end} is {@code now}
 * rounded down to a minute, plus one minute. At 12:34:56 the five-minute window is {@code [12:30,
 * 12:35)}; the tile of 12:29 has just left it, and that of 12:35, when something was counted in it
 * already, is in no window yet. A window of more than a day begins on the whole hour before: two
 * days at 12:34:56 are {@code [12:00, 12:35)}.
 *
 * <p>A minute takes counts for as long as any window holds it: what is older is late.
 *
 * <pre>
 *   time ------------------------------------------------------------- now ----- end
 *   [ late )[ a row for an hour )[ a row for a minute                            )[ ahead
 *           |&lt;------------------- longest window ----------------------------&gt;|
 * </pre>
 *
 * <p>Only tiles with counts have a row. Not thread-safe.
 */
public final class RollingTiles {
  private static final long TILE_MS = TileLayout.TILE.toMillis();
  private static final long NONE = Long.MIN_VALUE;

  private final TileLayout layout;
  private final TileRows rows;
  private final WindowSum[] windows;

  /** The minute that time stands in; windows end after it. */
  private long now;

  /** The last minute that may have counts. */
  private long newest = NONE;

  /**
   * A past without counts.
   *
   * @param layout bins and windows
   * @param rows where tiles are kept; has none of this series that is not {@link #restore restored}
   * @param nowMs the time, in epoch milliseconds
   */
  public RollingTiles(TileLayout layout, TileRows rows, long nowMs) {
    this.layout = layout;
    this.rows = rows;
    this.now = minuteOf(nowMs);
    this.windows =
        layout.windows().stream()
            .map(size -> new WindowSum(size, layout.bins()))
            .toArray(WindowSum[]::new);
  }

  private static long minuteOf(long timeMs) {
    return Math.floorDiv(timeMs, TILE_MS);
  }

  /** The start of the minute an event belongs to. */
  public static long tileStartMs(long eventTimeMs) {
    return minuteOf(eventTimeMs) * TILE_MS;
  }

  /**
   * Adds what was counted in a minute.
   *
   * @param startMs start of the minute, in epoch milliseconds
   * @return whether it counts; otherwise it is late, and nothing has changed
   * @throws IllegalArgumentException for a start that is no whole minute, or another number of bins
   */
  public boolean add(long startMs, BinCounts counts) {
    check(startMs, counts);
    long minute = startMs / TILE_MS;
    if (minute < layout.firstKept(now)) {
      return false;
    }
    rows.add(layout.tileOf(minute, now), counts);
    count(minute, minute, counts);
    return true;
  }

  private void check(long startMs, BinCounts counts) {
    if (startMs % TILE_MS != 0) {
      throw new IllegalArgumentException(
          "Invalid tile start %d: must be a multiple of %d ms".formatted(startMs, TILE_MS));
    }
    if (counts.size() != layout.bins()) {
      throw new IllegalArgumentException(
          "Cannot put counts of %d bins into tiles of %d: both must be over the same binning"
              .formatted(counts.size(), layout.bins()));
    }
  }

  private void count(long first, long last, BinCounts counts) {
    newest = Math.max(newest, last);
    for (WindowSum window : windows) {
      window.addIfInside(first, now, counts);
    }
  }

  /**
   * Takes a row that is there from an earlier time. One that no window holds any more is removed;
   * one that has become part of an hour is moved there. An hour that is to be minutes, because
   * windows are declared otherwise by now, counts as its last minute.
   */
  public void restore(Tile tile, BinCounts counts) {
    if (tile.end() <= layout.firstKept(now)) {
      rows.remove(tile);
      return;
    }
    Tile fitting = layout.tileOf(tile.end() - 1, now);
    if (!fitting.equals(tile)) {
      rows.remove(tile);
      rows.add(fitting, counts);
    }
    count(fitting.start(), fitting.end() - 1, counts);
  }

  /**
   * Moves time on: tiles enter and leave the windows. Time never goes back; an earlier time changes
   * nothing.
   */
  public void advanceTo(long nowMs) {
    long next = minuteOf(nowMs);
    if (next <= now) {
      return;
    }
    for (WindowSum window : windows) {
      leave(window, next);
      enter(window, next);
    }
    drop(next);
    fold(next);
    now = next;
  }

  private void leave(WindowSum window, long next) {
    long first = window.firstMinute(next);
    if (first > now) {
      window.clear();
    } else {
      eachTile(window.firstMinute(now), first, tile -> rows.get(tile).ifPresent(window::subtract));
    }
  }

  private void enter(WindowSum window, long next) {
    long first = Math.max(window.firstMinute(next), now + 1);
    eachTile(first, next + 1, tile -> rows.get(tile).ifPresent(window::add));
  }

  private void drop(long next) {
    eachTile(layout.firstKept(now), layout.firstKept(next), rows::take);
  }

  private void fold(long next) {
    long first = Math.max(layout.firstByMinute(now), layout.firstKept(next));
    if (layout.firstByMinute(next) > layout.firstKept(next)) {
      eachTile(
          first,
          layout.firstByMinute(next),
          tile -> rows.take(tile).ifPresent(part -> rows.add(Tile.hourOf(tile.start()), part)));
    }
  }

  /** Every tile of a span, as they are laid out now, that may have counts. */
  private void eachTile(long first, long end, Consumer<Tile> action) {
    for (long at = first; at < end && at <= newest; ) {
      Tile tile = layout.tileOf(at, now);
      action.accept(tile);
      at = tile.end();
    }
  }

  /**
   * The counts in a window.
   *
   * @param size one of the layout's windows
   * @return a copy
   * @throws IllegalArgumentException for any other size
   */
  public BinCounts window(Duration size) {
    int index = layout.windows().indexOf(size);
    if (index < 0) {
      throw new IllegalArgumentException(
          "Unknown window %s: must be one of %s".formatted(size, layout.windows()));
    }
    return windows[index].sum();
  }

  /** End of all windows, exclusive, in epoch milliseconds. */
  public long windowEndMs() {
    return (now + 1) * TILE_MS;
  }

  /** Whether nothing is held, in no window and ahead of none: the series may be forgotten. */
  public boolean isEmpty() {
    return newest < layout.firstKept(now);
  }
}
