package io.tidemark.monitoring.drift.bins;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Bins of numbers: intervals {@code (lo, hi]} between edges, and special bins around them.
 *
 * <p>Edges {@code e0 <= e1 < e2 < ... < ek} make {@code k} inner bins: the first is closed, {@code
 * [e0, e1]}, the others are {@code (e1, e2]} to {@code (e(k-1), ek]}. {@code e0} and {@code ek} are
 * the baseline's least and greatest value. Only the first pair may be equal: then the first bin is
 * the single value {@code e0}. Upper bounds are included because edges are observed values at
 * quantiles by the inverted distribution function: with 70 % zeros the edge is 0, and the zeros
 * belong to the bin it closes.
 *
 * <p>Order of bins, the first {@code k + 4} in the order of the number line:
 *
 * <pre>
 * 0           1        2 ... k+1      k+2      k+3         k+4    k+5        k+6
 * {@code <-inf>      <below>  inner bins     <above>  <+inf>      <nan>  <missing>  <invalid>}
 * </pre>
 *
 * <p>{@code <below>} is {@code (-inf, e0)}, {@code <above>} is {@code (ek, +inf)}, {@code
 * <invalid>} holds values that are no numbers: a text, also one that looks like a number, or a
 * boolean. A producer that changes a type is drift, not noise.
 */
public final class NumericBinning implements Binning {

  /** Largest number of inner bins. */
  public static final int MAX_INNER_BINS = 1_000;

  static final int NEG_INF = 0;
  static final int BELOW = 1;

  /**
   * The inner bin that begins with the least value of the baseline; {@code <below>} is before it.
   */
  public static final int FIRST_INNER = 2;

  private static final int SPECIAL_BINS = 7;

  private final double min;
  private final double[] uppers;
  private final int above;
  private final List<String> labels;
  private final String hash;

  private NumericBinning(double[] edges) {
    this.min = edges[0];
    this.uppers = Arrays.copyOfRange(edges, 1, edges.length);
    this.above = FIRST_INNER + uppers.length;
    this.labels = labelsOf(edges);
    this.hash = new ContentHash("numeric/1").add(edges).hex();
  }

  /**
   * A binning with the given edges.
   *
   * @param edges two or more finite numbers, non-decreasing in the first pair and increasing after
   *     it; negative zero is taken as zero
   * @throws IllegalArgumentException on any other input
   */
  public static NumericBinning of(double... edges) {
    double[] checked = new double[edges.length];
    for (int i = 0; i < edges.length; i++) {
      checked[i] = edges[i] + 0.0;
    }
    checkEdges(checked);
    return new NumericBinning(checked);
  }

  private static void checkEdges(double[] edges) {
    if (edges.length < 2 || edges.length > MAX_INNER_BINS + 1) {
      throw new IllegalArgumentException(
          "Invalid edges: %d of them; must be 2 to %d".formatted(edges.length, MAX_INNER_BINS + 1));
    }
    for (int i = 0; i < edges.length; i++) {
      if (!Double.isFinite(edges[i]) || (i > 0 && !follows(edges, i))) {
        throw new IllegalArgumentException(
            "Invalid edge %s at position %d of %s: edges must be finite and increasing (the first two may be equal)"
                .formatted(edges[i], i, Arrays.toString(edges)));
      }
    }
  }

  private static boolean follows(double[] edges, int i) {
    return edges[i] > edges[i - 1] || (i == 1 && edges[1] == edges[0]);
  }

  @Override
  public FeatureKind kind() {
    return FeatureKind.NUMERIC;
  }

  @Override
  public int size() {
    return uppers.length + SPECIAL_BINS;
  }

  /** Number of bins that lie on the number line, in its order; the rest follow. */
  public int lineBins() {
    return above + 2;
  }

  @Override
  public int binOf(double value) {
    if (!(value >= min)) {
      return belowMin(value);
    }
    if (value > uppers[uppers.length - 1]) {
      return value == Double.POSITIVE_INFINITY ? above + 1 : above;
    }
    return FIRST_INNER + firstUpperNotLessThan(value);
  }

  private int belowMin(double value) {
    if (Double.isNaN(value)) {
      return above + 2;
    }
    return value == Double.NEGATIVE_INFINITY ? NEG_INF : BELOW;
  }

  /** Without a branch on the data, which a processor would guess wrong half of the time. */
  private int firstUpperNotLessThan(double value) {
    int first = 0;
    for (int length = uppers.length; length > 1; ) {
      int half = length >>> 1;
      first += uppers[first + half - 1] < value ? half : 0;
      length -= half;
    }
    return first;
  }

  @Override
  public int binOf(String value) {
    if (value == null) {
      return binOfMissing();
    }
    OptionalDouble number = NumberText.of(value);
    return number.isPresent() ? binOf(number.getAsDouble()) : binOfInvalid();
  }

  @Override
  public int binOfMissing() {
    return above + 3;
  }

  /** The bin of values that are no numbers. */
  public int binOfInvalid() {
    return above + 4;
  }

  @Override
  public boolean isUnseen(int bin) {
    return bin == BELOW || bin == above;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public String hash() {
    return hash;
  }

  /** The inner bin next to a bin of the line outside the range; any other bin itself. */
  public int nearestInner(int bin) {
    if (bin <= BELOW) {
      return FIRST_INNER;
    }
    return bin == above || bin == above + 1 ? above - 1 : bin;
  }

  /** A copy of the edges, from the baseline's least to its greatest value. */
  public double[] edges() {
    double[] edges = new double[uppers.length + 1];
    edges[0] = min;
    System.arraycopy(uppers, 0, edges, 1, uppers.length);
    return edges;
  }

  private static List<String> labelsOf(double[] edges) {
    List<String> labels = new ArrayList<>(List.of("<-inf>", "<below>"));
    for (int i = 1; i < edges.length; i++) {
      labels.add((i == 1 ? "[" : "(") + text(edges[i - 1]) + ", " + text(edges[i]) + "]");
    }
    labels.addAll(List.of("<above>", "<+inf>", "<nan>", "<missing>", "<invalid>"));
    return List.copyOf(labels);
  }

  private static String text(double edge) {
    return CategoryText.of(edge);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NumericBinning that && hash.equals(that.hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "NumericBinning" + labels;
  }
}
