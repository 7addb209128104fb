package io.tidemark.replay;

/** What becomes of a row that cannot be mapped. */
public enum OnError {
  /** The replay stops with the row's error. */
  STOP,
  /** The row is left out and counted. */
  SKIP,
  /**
   * The row is published as it is, as JSON text instead of a record: the service quarantines it
   * with its content, where it can be seen beside everything else that was refused.
   */
  SEND
}
