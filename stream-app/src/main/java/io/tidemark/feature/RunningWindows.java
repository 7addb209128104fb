package io.tidemark.feature;

import io.tidemark.feature.aggregate.Cell;
import io.tidemark.feature.aggregate.Cells;
import io.tidemark.feature.aggregate.Slot;
import java.util.Arrays;
import java.util.List;

/**
 * The windows of one tier, merged and kept up to date, so that neither an event nor a read merges
 * tiles unless one has left. What is here can always be computed again from the tiles: it is not
 * stored, and a jump of the clock, forwards or back, only costs a merge. Not thread-safe.
 */
final class RunningWindows {
  /** Fewer tiles are merged in no more time than it takes to keep the windows. */
  static final int WORTHWHILE_TILES = 4;

  private static final long NONE = Long.MAX_VALUE;

  private final TierPlan plan;
  private final Cells cells;
  private final Cell into = new Cell();
  private final Cell from = new Cell();

  /** Per window the number of the first tile that belongs to it. */
  private final long[] first;

  /** Per window the number of the oldest tile in it that holds something. */
  private final long[] oldest;

  /** Number of the last tile that has begun. */
  private long head = Long.MIN_VALUE;

  RunningWindows(TierPlan plan) {
    this.plan = plan;
    int windows = plan.windows().size();
    this.cells = new Cells(plan.layout(), windows);
    this.first = new long[windows];
    this.oldest = new long[windows];
    Arrays.fill(first, NONE);
    Arrays.fill(oldest, NONE);
  }

  /** The merged windows, in the order of the plan. */
  Cells cells() {
    return cells;
  }

  boolean isEmpty(int window) {
    return oldest[window] == NONE;
  }

  /** Number of the oldest tile in a window that is not empty. */
  long oldest(int window) {
    return oldest[window];
  }

  /** Takes note that an input is added to a tile; whether it belongs to the window. */
  boolean takes(int window, long tile) {
    boolean inside = tile >= first[window] && tile <= head;
    if (inside) {
      oldest[window] = Math.min(oldest[window], tile);
    }
    return inside;
  }

  /** Makes every window right for an instant. */
  void moveTo(TileSeries tiles, long nowMs) {
    long newHead = plan.tileOf(nowMs);
    List<WindowPlan> windows = plan.windows();
    for (int w = 0; w < windows.size(); w++) {
      long newFirst = plan.firstTile(windows.get(w), nowMs);
      boolean left = oldest[w] < newFirst;
      boolean back = newHead < head || newFirst < first[w];
      if (left || back) {
        cells.clear(w, w + 1);
        oldest[w] = NONE;
        take(tiles, w, newFirst, newHead);
      } else if (newHead > head) {
        take(tiles, w, Math.max(newFirst, head + 1), newHead);
      }
      first[w] = newFirst;
    }
    head = newHead;
  }

  private void take(TileSeries tiles, int window, long firstTile, long lastTile) {
    int begin = tiles.firstFrom(firstTile);
    for (int at = begin; at < tiles.end() && tiles.number(at) <= lastTile; at++) {
      merge(window, tiles.cells(), at);
      oldest[window] = Math.min(oldest[window], tiles.number(at));
    }
  }

  private void merge(int window, Cells source, int tile) {
    List<Slot> slots = plan.layout().slots();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      slot.aggregation().merge(into.at(cells, window, slot), from.at(source, tile, slot));
    }
  }

  long heapBytes() {
    return 16L * first.length + cells.heapBytes();
  }
}
