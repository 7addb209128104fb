package io.tidemark.monitoring.drift.baseline;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.Binning;

/**
 * What one feature looked like in a baseline.
 *
 * @param feature the feature's name
 * @param binning its bins
 * @param counts values per bin, copied; not negative
 */
public record Profile(String feature, Binning binning, BinCounts counts) {

  public Profile {
    if (counts.size() != binning.size() || counts.hasNegative()) {
      throw new IllegalArgumentException(
          "Invalid profile of '%s': %s over %d bins; must be one count per bin, none negative"
              .formatted(feature, counts, binning.size()));
    }
    counts = counts.copy();
  }

  /** A copy of the counts. */
  @Override
  public BinCounts counts() {
    return counts.copy();
  }
}
