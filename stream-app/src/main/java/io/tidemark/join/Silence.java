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
}
