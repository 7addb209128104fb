package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.baseline.Profile;
import io.tidemark.monitoring.drift.bins.BinCounts;
import java.time.Duration;
import java.util.Optional;

/**
 * One window of one series, compared with its baseline.
 *
 * @param series what was counted
 * @param window length of the window
 * @param endMs end of the window, exclusive, milliseconds since the Unix epoch
 * @param counts the values in the window, over the bins in force
 * @param otherBins how many more predictions there are in the window that were counted over other
 *     bins, and cannot be compared
 * @param profile what they were compared with; empty without a baseline
 * @param result what may be concluded
 */
public record Evaluation(
    Series series,
    Duration window,
    long endMs,
    BinCounts counts,
    long otherBins,
    Optional<Profile> profile,
    DriftResult result) {
  /** Which window it is of. */
  public WindowKey key() {
    return new WindowKey(series, window);
  }
}
