package io.tidemark.monitoring.drift.bins;

import java.util.List;

/**
 * A fixed assignment of every possible value of one feature to one of a small number of bins.
 *
 * <p>A binning is made once, from a baseline, and never moves: counts over the same binning can be
 * added and subtracted whatever process made them, and compared whatever their age. Two binnings
 * with the same {@link #hash()} put every value into the same bin.
 *
 * <p>Nothing is dropped. A missing value, a value outside the baseline's range, a category the
 * baseline never saw and a value of the wrong type each have a bin of their own.
 *
 * <p>Immutable and thread-safe. Look-ups of a {@code double}, a {@code String} of at most {@value
 * CategoricalBinning#MAX_CATEGORY_LENGTH} characters and a missing value allocate nothing.
 */
public sealed interface Binning permits NumericBinning, CategoricalBinning {

  /** How values are binned. */
  FeatureKind kind();

  /** Number of bins, special ones included. Bins are numbered {@code [0, size)}. */
  int size();

  /** The bin of a number; of its decimal text where bins are categories. */
  int binOf(double value);

  /**
   * The bin of a text; {@code null} is missing. Where bins are intervals, a text that is a number
   * as JSON writes it is that number, true is 1 and false is 0; any other text is invalid.
   */
  int binOf(String value);

  /** The bin of an absent value. */
  int binOfMissing();

  /**
   * Whether a bin holds regular values the baseline did not cover: numbers below or above its
   * range, categories it never saw.
   */
  boolean isUnseen(int bin);

  /** One label per bin, in order. For people; not parsed. Special bins are in angle brackets. */
  List<String> labels();

  /**
   * Content hash of the edges or the dictionary: 32 hexadecimal digits, independent of counts and
   * stable across releases.
   */
  String hash();

  /**
   * The bin of a raw value as it came off the wire: the one place that decides.
   *
   * <p>{@code null} is missing. A number goes to {@link #binOf(double)}. A text goes to {@link
   * #binOf(String)}; so does a boolean, as {@code "true"} or {@code "false"}, and anything else as
   * its {@code toString()}.
   */
  default int binOfValue(Object value) {
    if (value == null) {
      return binOfMissing();
    }
    if (value instanceof Number number) {
      return binOf(number.doubleValue());
    }
    return binOf(value.toString());
  }

  /** The label of one bin. */
  default String label(int bin) {
    return labels().get(bin);
  }

  /** Empty counts over this binning. */
  default BinCounts newCounts() {
    return new BinCounts(size());
  }
}
