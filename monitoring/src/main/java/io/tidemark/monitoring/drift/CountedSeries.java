package io.tidemark.monitoring.drift;

/**
 * A series over the bins that its values were counted in: counts over other bins are never added.
 *
 * @param series what was counted
 * @param binning hash of the bins; {@link io.tidemark.monitoring.drift.baseline.Baselines#NONE} for
 *     predictions that were counted over no bins
 */
public record CountedSeries(Series series, String binning) {}
