package io.tidemark.monitoring.metrics;

/** What became of a record that was read: exactly one of these. */
public enum RecordOutcome {
  VALID,
  FLAGGED,
  QUARANTINED,
  DUPLICATE,
  LATE,
  /** It has no value, which its source takes for nothing. */
  TOMBSTONE,
  /** It is of a type that its source leaves to others. */
  OTHER_TYPE
}
