package io.tidemark.join;

/**
 * What the join counts. Three laws hold after every step, over all request ids:
 *
 * <ul>
 *   <li>per label: {@code PREDICTION = JOINED + TIMED_OUT + UNLABELLED + ERASED + pending};
 *   <li>{@code predictions read = PREDICTION + PREDICTION_REPEATED + PREDICTION_EXPIRED +
 *       PREDICTION_ERASED};
 *   <li>{@code outcomes read = OUTCOME_APPLIED + OUTCOME_DUPLICATE + OUTCOME_LATE +
 *       OUTCOME_OUTSIDE_WINDOW + OUTCOME_NO_EVIDENCE + OUTCOME_OVERFLOW + OUTCOME_ORPHANED +
 *       OUTCOME_ERASED + held now}.
 * </ul>
 */
public enum JoinCounter {
  /** A prediction opened its labels. */
  PREDICTION(false),
  /** A prediction with a request id that is already known; the first wins. */
  PREDICTION_REPEATED(false),
  /**
   * A prediction so old that its request id would be forgotten by now: whether it was labelled
   * before cannot be told, so it is not labelled again. It opens nothing, and is quarantined.
   */
  PREDICTION_EXPIRED(false),
  /** A prediction about an entity that was erased after it was made; it opens nothing. */
  PREDICTION_ERASED(false),

  /** A label was decided by an outcome for the first time. */
  JOINED(true),
  /** A label closed without an outcome and became negative. */
  TIMED_OUT(true),
  /** A label closed without an outcome and without a value. */
  UNLABELLED(true),
  /** A label went with its entity before anything had decided or closed it. */
  ERASED(true),
  /** A decided label was corrected. */
  REVISED(true),
  /** A label was corrected after its close; it stays counted as what it closed as. */
  LATE_CORRECTED(true),
  /** An outcome dated in the window came after the close, inside the horizon, and was left. */
  LATE_IGNORED(true),
  /** An outcome about the label came after the close and its late horizon. */
  LATE_BEYOND(true),

  /** An outcome counted for at least one label. */
  OUTCOME_APPLIED(false),
  /** An outcome equal to an earlier one. */
  OUTCOME_DUPLICATE(false),
  /** An outcome about labels that are closed, which it does not correct. */
  OUTCOME_LATE(false),
  /** An outcome about an open label, but from outside its window. */
  OUTCOME_OUTSIDE_WINDOW(false),
  /** An outcome that says nothing about any label. */
  OUTCOME_NO_EVIDENCE(false),
  /** An outcome beyond what is kept for one request id. */
  OUTCOME_OVERFLOW(false),
  /** A held outcome whose prediction did not come in time. */
  OUTCOME_ORPHANED(false),
  /** An outcome of a request that is erased: it came later, or was held. */
  OUTCOME_ERASED(false),

  /** An outcome began to wait for its prediction; it is counted again when the wait ends. */
  OUTCOME_HELD(false),
  /** Of the applied outcomes, those that had been held. */
  OUTCOME_HELD_APPLIED(false),

  /** An example of value 0 was left out, since another stands for it. */
  SAMPLED_OUT(true),

  /** A label could not judge an outcome; the outcome is counted besides for what became of it. */
  OUTCOME_UNJUDGED(true);

  private final boolean perLabel;

  JoinCounter(boolean perLabel) {
    this.perLabel = perLabel;
  }

  /** Whether it is counted per label; otherwise per record. */
  public boolean perLabel() {
    return perLabel;
  }
}
