package io.tidemark.monitoring.metrics;

/** What became of a prediction or an outcome in the join; the names are those of its counters. */
public enum JoinResult {
  /** A label was decided by an outcome for the first time. */
  JOINED,
  /** A label's window closed without an outcome; it became a negative. */
  TIMED_OUT,
  /** A label's window closed without an outcome; it stays without value. */
  UNLABELLED,
  /** A label went with its entity before anything had decided or closed it. */
  ERASED,
  /** A decided label was corrected. */
  REVISED,
  /** A label was corrected after its close; it stays counted as what it closed as. */
  LATE_CORRECTED,
  /**
   * An outcome dated in a label's window came after its close, inside the horizon, and was left.
   */
  LATE_IGNORED,
  /** An outcome about a label came after its close and its late horizon. */
  LATE_BEYOND,
  /** A prediction repeated a request id; the first wins. */
  PREDICTION_REPEATED,
  /** A prediction was so old that its request id would be forgotten by now. */
  PREDICTION_EXPIRED,
  /** A prediction was about an entity that was erased after it was made. */
  PREDICTION_ERASED,
  /** An outcome counted for at least one label. */
  OUTCOME_APPLIED,
  /** An outcome repeated what was known. */
  OUTCOME_DUPLICATE,
  /** An outcome came after the labels it is about were closed. */
  OUTCOME_LATE,
  /** An outcome lay outside the window of an open label. */
  OUTCOME_OUTSIDE_WINDOW,
  /** An outcome said nothing about any label. */
  OUTCOME_NO_EVIDENCE,
  /** An outcome was more than is kept for one request id. */
  OUTCOME_OVERFLOW,
  /** A held outcome expired without a prediction. */
  OUTCOME_ORPHANED,
  /** An outcome was of a request that is erased. */
  OUTCOME_ERASED,
  /** An outcome came before its prediction and was held. */
  OUTCOME_HELD,
  /** Of the applied outcomes, one that had been held. */
  OUTCOME_HELD_APPLIED,
  /** An example of value 0 was left out, since another stands for it. */
  SAMPLED_OUT,
  /** A label could not judge an outcome, whatever became of that besides. */
  OUTCOME_UNJUDGED
}
