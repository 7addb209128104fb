package io.tidemark.explain;

import io.tidemark.join.JoinState;

/** What the join knows of requests, each of which one instance holds. Thread-safe. */
@FunctionalInterface
public interface LabelStates {

  /**
   * Looks for a request. Answers at once and asks no other process.
   *
   * @param hereOnly whether an answer from this instance alone is wanted: {@link Finding.Elsewhere}
   *     is none
   */
  Finding<JoinState> find(String model, String requestId, boolean hereOnly);
}
