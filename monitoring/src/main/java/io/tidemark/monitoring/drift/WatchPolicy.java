package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.tiles.TileLayout;
import java.time.Duration;
import java.util.List;

/**
 * How the series of one model are watched.
 *
 * @param windows lengths of the rolling windows, as {@link TileLayout} takes them, in the order in
 *     which they are evaluated
 * @param rule what counts as drift
 */
public record WatchPolicy(List<Duration> windows, DriftRule rule) {
  public WatchPolicy {
    windows = List.copyOf(windows);
  }
}
