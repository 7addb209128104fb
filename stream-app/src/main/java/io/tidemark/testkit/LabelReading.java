package io.tidemark.testkit;

/**
 * What is said of one label of one request. Immutable and thread-safe.
 *
 * @param label its name
 * @param status how far it is
 * @param value the label's value; {@code null} while nothing is said, and for unlabelled
 * @param weight the example's weight; 1 while nothing is said
 */
public record LabelReading(String label, Status status, Double value, double weight) {

  /** How far a label is. */
  public enum Status {
    /** Nothing is said of it: there is no prediction, or no outcome and the window is open. */
    PENDING,
    /** Outcomes have decided it, and others may correct it. */
    PROVISIONAL,
    /** Its window has closed. */
    FINAL
  }

  static LabelReading pending(String label) {
    return new LabelReading(label, Status.PENDING, null, 1.0);
  }
}
