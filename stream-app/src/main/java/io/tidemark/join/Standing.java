package io.tidemark.join;

/**
 * The label of one request as outcomes have decided it so far.
 *
 * @param value the label's value: 1 for a positive and 0 for a negative, or what it declares
 * @param weight weight of the example
 * @param timeMs when the deciding outcome happened, milliseconds since the Unix epoch
 * @param told how many examples have told of the label so far, this standing or one before it
 */
public record Standing(double value, double weight, long timeMs, int told) {

  /** Of a label that is positive or negative. */
  public Standing(boolean positive, double weight, long timeMs, int told) {
    this(positive ? 1.0 : 0.0, weight, timeMs, told);
  }

  /** Whether both say the same, however often it was told. */
  boolean agreesWith(Standing other) {
    return Double.compare(value, other.value) == 0
        && Double.compare(weight, other.weight) == 0
        && timeMs == other.timeMs;
  }

  Standing told(int times) {
    return new Standing(value, weight, timeMs, times);
  }
}
