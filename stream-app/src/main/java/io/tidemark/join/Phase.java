package io.tidemark.join;

/** Where a label stands on its way. */
public enum Phase {
  /** Its window, grace included, has not ended. */
  OPEN,
  /** It closed with what outcomes had decided. */
  DECIDED,
  /** It closed without an outcome, as negative. */
  TIMED_OUT,
  /** It closed without a value. */
  UNLABELLED
}
