package io.tidemark.monitoring.drift.tiles;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.BinCountsCodec;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The recent past of one series: counts per minute, and their sums over rolling windows.
 *
 * <p>A tile is a minute of event time, {@code [start, start + 1 min)}. Each source partition
 * reports its own share of a tile as a cumulative count, and each report replaces the partition's
 * previous one, so that replays and repeats change nothing. Integer counts are added as tiles come
 * in and subtracted as they leave: the windows are the same to the bit for any number of
 * partitions, any order of reports, and any number of restarts in between.
 *
 * <p>The minute that time stands in is part of every window. At time {@code now} the window of size
 * {@code s} is the tiles with start in {@code [end - s, end)}, where {@code end} is {@code now}
 * rounded down to a minute, plus one minute. At 12:34:56 the five-minute window is {@code [12:30,
 * 12:35)}; the tile of 12:29 has just left it, and the tile of 12:35, if reported early, is held
 * but in no window yet.
 *
 * <p>A tile takes reports until its grace is over: the tile starting at {@code t} until time
 * reaches {@code t + 1 min + grace}, rounded up to the minute. Then its partitions are folded into
 * one sum, which takes a tenth of the memory.
 *
 * <pre>
 *   time ------------------------------------------------------------- now ----- end
 *   [ dropped )[ closed: one sum a tile )[ open: counts per partition            )[ early )
 *              |&lt;------------------- longest window -------------------------&gt;|
 * </pre>
 *
 * <p>Only tiles with counts are kept. Not thread-safe.
 */
public final class RollingTiles {

  private static final long TILE_MS = TileLayout.TILE.toMillis();

  /** What became of a report. */
  public enum Put {
    /** The tile changed. */
    APPLIED,
    /** The report equals what was known. */
    UNCHANGED,
    /** The tile no longer takes reports. */
    TOO_LATE,
    /** The tile is further ahead than the longest window is long. */
    TOO_EARLY
  }

  private final TileLayout layout;
  private final WindowSum[] windows;
  private final NavigableMap<Long, PartitionTile> open = new TreeMap<>();
  private final NavigableMap<Long, byte[]> closed = new TreeMap<>();

  /** The tile that time stands in; windows end after it. */
  private long nowTile;

  /**
   * An empty past.
   *
   * @param layout bins, windows and grace
   * @param nowMs the time, in epoch milliseconds
   */
  public RollingTiles(TileLayout layout, long nowMs) {
    this.layout = layout;
    this.nowTile = Math.floorDiv(nowMs, TILE_MS);
    this.windows =
        layout.windows().stream()
            .map(size -> new WindowSum(TileLayout.tiles(size), layout.bins()))
            .toArray(WindowSum[]::new);
  }

  /** The start of the tile an event belongs to. */
  public static long tileStartMs(long eventTimeMs) {
    return Math.floorDiv(eventTimeMs, TILE_MS) * TILE_MS;
  }

  /**
   * Replaces what a partition has counted in a tile.
   *
   * @param partition the source partition
   * @param tileStartMs start of the tile, in epoch milliseconds, a whole minute
   * @param counts the partition's counts of this tile so far; copied
   * @throws IllegalArgumentException for a start that is no whole minute, or another number of bins
   */
  public Put put(int partition, long tileStartMs, BinCounts counts) {
    check(tileStartMs, counts);
    long tile = tileStartMs / TILE_MS;
    if (tile < firstOpenTile(nowTile)) {
      return Put.TOO_LATE;
    }
    if (tile > nowTile + layout.retention()) {
      return Put.TOO_EARLY;
    }
    return replace(tile, partition, counts) ? Put.APPLIED : Put.UNCHANGED;
  }

  private void check(long tileStartMs, BinCounts counts) {
    if (tileStartMs % TILE_MS != 0) {
      throw new IllegalArgumentException(
          "Invalid tile start %d: must be a multiple of %d ms".formatted(tileStartMs, TILE_MS));
    }
    if (counts.size() != layout.bins()) {
      throw new IllegalArgumentException(
          "Cannot put counts of %d bins into tiles of %d: both must be over the same binning"
              .formatted(counts.size(), layout.bins()));
    }
  }

  private boolean replace(long tile, int partition, BinCounts counts) {
    PartitionTile parts = open.computeIfAbsent(tile, t -> new PartitionTile(layout.bins()));
    BinCounts change = parts.replace(partition, counts);
    if (parts.isEmpty()) {
      open.remove(tile);
    }
    for (WindowSum window : windows) {
      window.addIfInside(tile, nowTile, change);
    }
    return !change.isZero();
  }

  /**
   * Moves time on: tiles enter and leave the windows. Time never goes back; an earlier time changes
   * nothing.
   */
  public void advanceTo(long nowMs) {
    long next = Math.floorDiv(nowMs, TILE_MS);
    if (next <= nowTile) {
      return;
    }
    for (WindowSum window : windows) {
      leave(window, next);
      enter(window, next);
    }
    nowTile = next;
    closeAndDrop();
  }

  private void leave(WindowSum window, long next) {
    long first = window.firstTile(nowTile);
    long end = Math.min(window.firstTile(next), nowTile + 1);
    closed.subMap(first, end).values().forEach(bytes -> window.subtract(unpack(bytes)));
    open.subMap(first, end).values().forEach(parts -> window.subtract(parts.sum()));
  }

  private void enter(WindowSum window, long next) {
    long first = Math.max(window.firstTile(next), nowTile + 1);
    open.subMap(first, next + 1).values().forEach(parts -> window.add(parts.sum()));
  }

  private void closeAndDrop() {
    long firstKept = nowTile + 1 - layout.retention();
    closed.headMap(firstKept).clear();
    Map<Long, PartitionTile> closing = open.headMap(firstOpenTile(nowTile));
    closing.forEach((tile, parts) -> close(tile, parts.sum(), firstKept));
    closing.clear();
  }

  private void close(long tile, BinCounts sum, long firstKept) {
    if (tile >= firstKept && !sum.isZero()) {
      closed.put(tile, BinCountsCodec.encode(sum));
    }
  }

  private static BinCounts unpack(byte[] packed) {
    return BinCountsCodec.decode(packed);
  }

  private long firstOpenTile(long now) {
    return now - TileLayout.tiles(layout.grace());
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
    return (nowTile + 1) * TILE_MS;
  }

  /** Bins, windows and grace. */
  public TileLayout layout() {
    return layout;
  }

  /** Number of tiles that hold counts. */
  public int tileCount() {
    return open.size() + closed.size();
  }

  /** Whether nothing is held: the series may be forgotten. */
  public boolean isEmpty() {
    return tileCount() == 0;
  }

  long nowTile() {
    return nowTile;
  }

  NavigableMap<Long, PartitionTile> openTiles() {
    return open;
  }

  NavigableMap<Long, byte[]> closedTiles() {
    return closed;
  }

  /** Puts a closed tile back, when state is read; says whether a tile may be closed there. */
  boolean restoreClosed(long tile, BinCounts sum) {
    boolean fits = tile >= nowTile + 1 - layout.retention() && tile < firstOpenTile(nowTile);
    if (!fits || sum.isZero() || closed.put(tile, BinCountsCodec.encode(sum)) != null) {
      return false;
    }
    for (WindowSum window : windows) {
      window.addIfInside(tile, nowTile, sum);
    }
    return true;
  }
}
