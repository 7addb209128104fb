package io.tidemark.monitoring.quality;

/**
 * What became of predictions that opened a label; those that are read are all the others together.
 */
public enum QualityState {
  /** Opened a label. */
  READ,
  /** Is in the sums of its cohort, or was until that was dropped by its age. */
  COUNTED,
  /** Came to the sums when its cohort was too old. */
  TOO_OLD,
  /** Its model is declared no more. */
  NO_MODEL
}
