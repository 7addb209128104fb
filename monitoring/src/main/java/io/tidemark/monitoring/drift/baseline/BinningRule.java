package io.tidemark.monitoring.drift.baseline;

import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.bins.NumericBinning;

/**
 * How many bins a baseline gets.
 *
 * @param quantileBins inner bins of a numeric feature, before equal and thin ones are merged; 2 to
 *     {@value NumericBinning#MAX_INNER_BINS}
 * @param maxCategories largest dictionary of a categorical feature; 1 to {@value
 *     CategoricalBinning#MAX_CATEGORIES}
 * @param minShare bins with a smaller share of the baseline are merged into a neighbour, categories
 *     into {@code <other>}; in {@code [0, 0.1]}
 * @param minCount the same in values, whichever is more; not negative
 */
public record BinningRule(int quantileBins, int maxCategories, double minShare, long minCount) {

  /** Deciles; 20 categories; bins of at least 0.5 % of the baseline and 5 values. */
  public static final BinningRule DEFAULT = new BinningRule(10, 20, 0.005, 5);

  public BinningRule {
    if (quantileBins < 2 || quantileBins > NumericBinning.MAX_INNER_BINS) {
      throw new IllegalArgumentException(
          "Invalid number of quantile bins %d: must be 2 to %d"
              .formatted(quantileBins, NumericBinning.MAX_INNER_BINS));
    }
    if (maxCategories < 1 || maxCategories > CategoricalBinning.MAX_CATEGORIES) {
      throw new IllegalArgumentException(
          "Invalid number of categories %d: must be 1 to %d"
              .formatted(maxCategories, CategoricalBinning.MAX_CATEGORIES));
    }
    if (!(minShare >= 0 && minShare <= 0.1) || minCount < 0) {
      throw new IllegalArgumentException(
          "Invalid floor of %s of the baseline, %d values: must be 0 to 0.1 and not negative"
              .formatted(minShare, minCount));
    }
  }

  /** Fewest values of a bin, in a baseline of {@code total}. */
  long floor(long total) {
    return Math.max(minCount, (long) Math.ceil(minShare * total));
  }
}
