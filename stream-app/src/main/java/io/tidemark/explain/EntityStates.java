package io.tidemark.explain;

import io.tidemark.feature.Explanation;

/** The states of entities, each of which one instance of the service holds. Thread-safe. */
@FunctionalInterface
public interface EntityStates {

  /**
   * Looks for an entity. Answers at once and asks no other process.
   *
   * @param hereOnly whether an answer from this instance alone is wanted: {@link Finding.Elsewhere}
   *     is none
   */
  Finding<Explanation> find(String entity, String key, boolean hereOnly);
}
