package io.tidemark.monitoring.metrics;

/**
 * A figure of a label, out of the state of joins.
 *
 * @param label the label's name
 * @param state what became of the predictions that are counted
 */
public record LabelFigure(String label, State state) {

  /** What became of predictions; those that are opened are all the others together. */
  public enum State {
    OPENED,
    JOINED,
    TIMED_OUT,
    UNLABELLED,
    ERASED,
    PENDING
  }
}
