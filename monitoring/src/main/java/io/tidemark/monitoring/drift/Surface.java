package io.tidemark.monitoring.drift;

/** Where the values of a series come from. */
public enum Surface {
  /** A feature the model was served. */
  FEATURE,
  /** The model's score. */
  SCORE,
  /** The model's decision. */
  DECISION
}
