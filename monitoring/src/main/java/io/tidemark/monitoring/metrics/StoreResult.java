package io.tidemark.monitoring.metrics;

/** What became of a write to the online store. */
public enum StoreResult {
  /** The store took it. */
  APPLIED,
  /** The store has a newer row. */
  STALE,
  /** The store could not be reached or refused it; it is retried. */
  FAILED
}
