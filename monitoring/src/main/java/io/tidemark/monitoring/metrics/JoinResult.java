package io.tidemark.monitoring.metrics;

/** What became of a prediction or an outcome in the join. */
public enum JoinResult {
  /** A prediction got its outcome inside the window. */
  JOINED,
  /** A prediction's window closed; it became a negative. */
  TIMED_OUT,
  /** A prediction's window closed; it stays without label. */
  UNLABELLED,
  /** An outcome repeated what was known. */
  DUPLICATE,
  /** A prediction repeated a request id. */
  DUPLICATE_PREDICTION,
  /** A different outcome inside the window corrected the label. */
  REVISED,
  /** An outcome came before its prediction and was held. */
  HELD,
  /** A held outcome expired without a prediction. */
  ORPHAN,
  /** An outcome came after the window and corrected the label. */
  LATE_CORRECTED,
  /** An outcome came after the window and was ignored. */
  LATE_IGNORED,
  /** An outcome came after the late horizon. */
  LATE_BEYOND_HORIZON
}
