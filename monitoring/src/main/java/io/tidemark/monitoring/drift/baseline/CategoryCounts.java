package io.tidemark.monitoring.drift.baseline;

import io.tidemark.monitoring.drift.bins.BinCounts;
import io.tidemark.monitoring.drift.bins.CategoricalBinning;
import io.tidemark.monitoring.drift.bins.CategoryText;
import io.tidemark.monitoring.drift.bins.NumericBinning;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each category was seen while a baseline is being gathered. */
final class CategoryCounts {

  /** Categories told apart while gathering; the rest make the tail open. */
  static final int MAX_DISTINCT = 100_000;

  /**
   * Share of categories seen once from which new categories are expected: it estimates the share of
   * values whose category has not been seen yet (Good 1953).
   */
  private static final double OPEN_TAIL_SHARE = 0.001;

  private final Map<String, Long> counts;
  private long total;
  private long beyondLimit;

  CategoryCounts() {
    this.counts = new HashMap<>();
  }

  CategoryCounts(CategoryCounts other) {
    this.counts = new HashMap<>(other.counts);
    this.total = other.total;
    this.beyondLimit = other.beyondLimit;
  }

  void add(String text) {
    String category = CategoryText.of(text, CategoricalBinning.MAX_CATEGORY_LENGTH);
    total++;
    if (counts.size() < MAX_DISTINCT || counts.containsKey(category)) {
      counts.merge(category, 1L, Long::sum);
    } else {
      beyondLimit++;
    }
  }

  long total() {
    return total;
  }

  /** Adds them to the counts of a numeric feature; what was not told apart is no number. */
  void addTo(BinCounts numeric, NumericBinning binning) {
    counts.forEach((text, count) -> numeric.add(binning.binOf(text), count));
    numeric.add(binning.binOfInvalid(), beyondLimit);
  }

  CategoricalBinning binning(BinningRule rule) {
    List<String> ranked = ranked();
    long floor = rule.floor(total);
    List<String> top =
        ranked.stream()
            .limit(rule.maxCategories())
            .filter(category -> counts.get(category) >= floor)
            .toList();
    List<String> tail = ranked.subList(top.size(), ranked.size());
    return isOpen(tail) ? CategoricalBinning.open(top) : CategoricalBinning.of(top, tail);
  }

  /** Most frequent first, equal ones by name. */
  private List<String> ranked() {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isOpen(List<String> tail) {
    long seenOnce = tail.stream().filter(category -> counts.get(category) == 1).count();
    return beyondLimit > 0
        || tail.size() > CategoricalBinning.MAX_OTHERS
        || seenOnce > OPEN_TAIL_SHARE * total;
  }

  BinCounts over(CategoricalBinning binning) {
    BinCounts bins = binning.newCounts();
    counts.forEach((category, count) -> bins.add(binning.binOf(category), count));
    bins.add(binning.binOfOther(), beyondLimit);
    return bins;
  }
}
