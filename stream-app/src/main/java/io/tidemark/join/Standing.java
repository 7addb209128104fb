package io.tidemark.join;

/**
 * The label of one request as outcomes have decided it so far.
 *
 * @param positive the label's value
 * @param weight weight of the example; 1 for a negative
 * @param timeMs when the deciding outcome happened, milliseconds since the Unix epoch
 * @param revision 0 for the first, one more for each correction
 */
public record Standing(boolean positive, double weight, long timeMs, int revision) {

  /** Whether both say the same, whatever their revisions. */
  boolean agreesWith(Standing other) {
    return positive == other.positive
        && Double.compare(weight, other.weight) == 0
        && timeMs == other.timeMs;
  }

  Standing withRevision(int number) {
    return new Standing(positive, weight, timeMs, number);
  }
}
