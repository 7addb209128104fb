package io.tidemark.store;

/** What became of a write or a deletion. */
public enum WriteOutcome {
  /** The store holds it now; also when it held the same row before. */
  APPLIED,
  /** The store holds a newer row and did not change. */
  STALE
}
