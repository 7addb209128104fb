package io.tidemark.monitoring.quality;

import java.util.Optional;

/** Where cohorts are kept. Not thread-safe. */
public interface CohortStore {
  /** What is kept of a cohort; the caller's own. */
  Optional<CohortRow> get(CohortKey key);

  /** Keeps it from now on. */
  void put(CohortKey key, CohortRow row);

  void remove(CohortKey key);
}
