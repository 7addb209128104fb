package io.tidemark.monitoring.drift;

/** What may be said about the drift of one series. */
public enum DriftStatus {
  /** No difference beyond chance, or one below the warning size. */
  STABLE,
  /** A difference beyond chance, from the warning size to the alert size. */
  MODERATE,
  /** A difference beyond chance and above the alert size. */
  SIGNIFICANT,
  /** Too few values on either side to say anything. */
  INSUFFICIENT,
  /** Nothing to compare with. */
  NO_BASELINE,
  /** The counts are no distribution over the baseline's bins. */
  INVALID;

  /** Whether a comparison was made. */
  public boolean isEvaluated() {
    return this == STABLE || this == MODERATE || this == SIGNIFICANT;
  }
}
