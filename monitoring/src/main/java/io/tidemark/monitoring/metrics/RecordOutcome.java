package io.tidemark.monitoring.metrics;

/** What became of a record that was read: exactly one of these. */
public enum RecordOutcome {
  VALID,
  FLAGGED,
  QUARANTINED,
  DUPLICATE,
  LATE
}
