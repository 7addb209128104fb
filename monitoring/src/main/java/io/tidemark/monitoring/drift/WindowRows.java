package io.tidemark.monitoring.drift;

/** What is known of windows beside their counts, a row for each. Not thread-safe. */
public interface WindowRows {
  /** Keeps the row of a window, which the caller does not change any more. */
  void put(WindowKey key, byte[] row);

  /** Removes the row of a window, if it is there. */
  void remove(WindowKey key);
}
