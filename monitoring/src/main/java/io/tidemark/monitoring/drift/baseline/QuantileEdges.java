package io.tidemark.monitoring.drift.baseline;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;

/**
 * Edges of numeric bins: observed values at evenly spaced ranks.
 *
 * <p>An edge at quantile {@code r} is the least observed value with at least a share {@code r} of
 * the values at or below it (inverted distribution function). Interpolating between observed values
 * instead makes phantom bins on tied data that no baseline value falls in. An <em>atom</em>, a
 * value as frequent as a whole bin, has a bin of its own, and what lies outside atoms has quantiles
 * of its own: otherwise 90 % zeros would leave one bin to all other values. Equal edges are merged;
 * then bins with fewer values than the floor are, from the left, each with its right neighbour, and
 * the last, like the last before an atom, with its left one. With no more distinct values than
 * bins, each value closes a bin.
 */
final class QuantileEdges {

  private final double[] sorted;
  private final BinningRule rule;

  /**
   * @param values finite values, at least one; sorted in place
   */
  QuantileEdges(double[] values, BinningRule rule) {
    Arrays.sort(values);
    this.sorted = values;
    this.rule = rule;
  }

  double[] edges() {
    double[] uppers = distinctFit() ? distinct() : quantiles();
    double[] thick = mergeThin(uppers);
    double[] edges = new double[thick.length + 1];
    edges[0] = sorted[0];
    System.arraycopy(thick, 0, edges, 1, thick.length);
    return edges;
  }

  private boolean distinctFit() {
    return Arrays.stream(sorted).distinct().limit(rule.quantileBins() + 1L).count()
        <= rule.quantileBins();
  }

  private double[] distinct() {
    return Arrays.stream(sorted).distinct().toArray();
  }

  private double[] quantiles() {
    double[] atoms = atoms();
    double[] rest =
        Arrays.stream(sorted).filter(value -> Arrays.binarySearch(atoms, value) < 0).toArray();
    return Stream.of(atoms, belowEach(atoms), atRanks(rest))
        .flatMapToDouble(Arrays::stream)
        .sorted()
        .distinct()
        .toArray();
  }

  /** Only a value that is as frequent as a bin can be the edge at two ranks. */
  private double[] atoms() {
    return Arrays.stream(distinct()).filter(this::isAtom).toArray();
  }

  private boolean isAtom(double value) {
    long count = countUpTo(value) - countBelow(value);
    return count * rule.quantileBins() >= sorted.length;
  }

  private boolean isBeforeAtom(int upTo) {
    return upTo < sorted.length && isAtom(sorted[upTo]);
  }

  /** The greatest value below each atom closes the bin before it. */
  private double[] belowEach(double[] atoms) {
    return Arrays.stream(atoms)
        .filter(atom -> atom > sorted[0])
        .map(atom -> sorted[countBelow(atom) - 1])
        .toArray();
  }

  private double[] atRanks(double[] values) {
    int bins = rule.quantileBins();
    double[] uppers = new double[bins];
    for (int i = 1; i <= bins; i++) {
      long rank = ((long) i * values.length + bins - 1) / bins;
      uppers[i - 1] = values[(int) rank - 1];
    }
    return uppers;
  }

  private double[] mergeThin(double[] uppers) {
    long floor = rule.floor(sorted.length);
    double[] kept = new double[uppers.length];
    int size = 0;
    int before = 0;
    for (double upper : uppers) {
      int upTo = countUpTo(upper);
      if (upTo - before >= floor) {
        kept[size++] = upper;
        before = upTo;
      } else if (size > 0 && isBeforeAtom(upTo) && !isAtom(kept[size - 1])) {
        kept[size - 1] = upper;
        before = upTo;
      }
    }
    kept[Math.max(size - 1, 0)] = sorted[sorted.length - 1];
    return Arrays.copyOf(kept, Math.max(size, 1));
  }

  /** Number of values at or below {@code upper}. */
  private int countUpTo(double upper) {
    return countWhile(value -> value <= upper);
  }

  private int countBelow(double bound) {
    return countWhile(value -> value < bound);
  }

  private int countWhile(DoublePredicate isBefore) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore.test(sorted[middle])) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
