package io.tidemark.feature;

import io.tidemark.feature.aggregate.SlotLayout;
import java.util.List;

/**
 * The windows of a group that share a hop and with it their tiles.
 *
 * @param hopMs length of a tile in milliseconds
 * @param windows by ascending length
 * @param layout the aggregates of a tile
 */
record TierPlan(long hopMs, List<WindowPlan> windows, SlotLayout layout) {

  TierPlan {
    windows = List.copyOf(windows);
  }

  /** Number of the tile an instant falls in. */
  long tileOf(long timeMs) {
    return Math.floorDiv(timeMs, hopMs);
  }

  /** Number of the oldest tile in a window at an instant. */
  long firstTile(WindowPlan window, long nowMs) {
    return tileOf(nowMs - window.sizeMs());
  }

  /** Number of the oldest tile that any window still needs. */
  long firstTile(long nowMs) {
    return tileOf(nowMs - longestWindowMs());
  }

  long longestWindowMs() {
    return windows.get(windows.size() - 1).sizeMs();
  }

  /** The instant at which a tile leaves every window. */
  long forgottenAtMs(long tile) {
    return leavesAtMs(tile, windows.get(windows.size() - 1));
  }

  /** The instant at which a tile leaves a window. */
  long leavesAtMs(long tile, WindowPlan window) {
    return (tile + 1) * hopMs + window.sizeMs();
  }
}
