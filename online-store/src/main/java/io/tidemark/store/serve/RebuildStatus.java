package io.tidemark.store.serve;

import java.util.OptionalLong;

/** Whether the store is complete. Answers at once; thread-safe. */
@FunctionalInterface
public interface RebuildStatus {

  /** It is, or nobody says that it is not. */
  RebuildStatus COMPLETE = OptionalLong::empty;

  /**
   * Since when rows may be missing or older than they were before; a row that was written later is
   * right. Milliseconds since the Unix epoch; empty when the store is complete.
   */
  OptionalLong sinceMs();

  /** Whether a row that is not there may have been: nothing is known of such a key. */
  default boolean lacksRows() {
    return sinceMs().isPresent();
  }
}
