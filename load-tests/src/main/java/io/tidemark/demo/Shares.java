package io.tidemark.demo;

import java.util.Arrays;
import java.util.List;

/**
 * Values with the share each has of all draws. Shares are weights: they need not sum to 1.
 * Immutable.
 */
final class Shares<T> {

  private final List<T> values;
  private final double[] cumulative;

  private Shares(List<T> values, double[] weights) {
    this.values = List.copyOf(values);
    this.cumulative = weights.clone();
    Arrays.parallelPrefix(cumulative, Double::sum);
  }

  static <T> Shares<T> of(List<T> values, double... weights) {
    if (values.size() != weights.length || values.isEmpty()) {
      throw new IllegalArgumentException(
          "Got %d values and %d weights: one weight per value is needed, at least one."
              .formatted(values.size(), weights.length));
    }
    return new Shares<>(values, weights);
  }

  /** Zipf's law: the value at rank r, counted from 1, has weight 1/r. */
  static <T> Shares<T> zipf(List<T> byRank) {
    double[] weights = new double[byRank.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1.0 / (i + 1);
    }
    return of(byRank, weights);
  }

  T draw(Draws draws) {
    double point = draws.uniform() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, point);
    int index = found >= 0 ? found + 1 : -found - 1;
    return values.get(Math.min(index, values.size() - 1));
  }
}
