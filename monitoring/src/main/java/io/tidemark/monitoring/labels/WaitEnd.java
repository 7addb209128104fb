package io.tidemark.monitoring.labels;

/** How the wait of a prediction for one label ended. */
public enum WaitEnd {
  /** An outcome decided it. */
  JOINED,
  /** Its window closed without an outcome, and it became negative. */
  TIMED_OUT,
  /** Its window closed without an outcome, and it has no value. */
  UNLABELLED,
  /** It went with an entity that was erased. */
  ERASED
}
