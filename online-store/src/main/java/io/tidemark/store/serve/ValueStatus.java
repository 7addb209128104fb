package io.tidemark.store.serve;

/** What is to be thought of a value that is served. */
public enum ValueStatus {
  /** It is right for now. */
  PRESENT,
  /** There is none: the key is not known, or the value is absent. */
  NOT_FOUND,
  /**
   * The instant until which it was right has passed and nobody has replaced it: what writes the
   * store is down or behind. The value is the last known one.
   */
  EXPIRED,
  /** Its window is not yet covered by what was observed; the value is what there is so far. */
  WARMING
}
