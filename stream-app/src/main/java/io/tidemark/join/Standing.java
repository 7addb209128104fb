package io.tidemark.join;

/**
 * The label of one request as outcomes have decided it so far.
 *
 * @param positive the label's value
 * @param weight weight of the example; 1 for a negative
 * @param timeMs when the deciding outcome happened, milliseconds since the Unix epoch
 * @param told how many examples have told of the label so far, this standing or one before it
 */
public record Standing(boolean positive, double weight, long timeMs, int told) {

  /** Whether both say the same, however often it was told. */
  boolean agreesWith(Standing other) {
    return positive == other.positive
        && Double.compare(weight, other.weight) == 0
        && timeMs == other.timeMs;
  }

  Standing told(int times) {
    return new Standing(positive, weight, timeMs, times);
  }
}
