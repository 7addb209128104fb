package io.tidemark.join;

/**
 * What a label says where no outcome came.
 *
 * @param value the label's value; finite
 * @param weight weight of the example; finite, at least 0
 */
public record Silence(double value, double weight) {
  /** Of a label that declares nothing else. */
  public static final Silence USUAL = new Silence(0.0, 1.0);

  static Silence of(Standing said) {
    return new Silence(said.value(), said.weight());
  }

  /** How it is remembered of a label that was told of once, at its close. */
  Standing standingAt(long timeMs) {
    return new Standing(value, weight, timeMs, 1);
  }
}
