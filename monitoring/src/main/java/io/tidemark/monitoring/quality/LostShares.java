package io.tidemark.monitoring.quality;

/** How much of cohorts was lost to outages of labels. */
@FunctionalInterface
public interface LostShares {
  /** Without an outage. */
  LostShares NONE = key -> 0;

  /**
   * Which share of a cohort's outcomes would have come in an outage, 0 to 1: they may have come
   * since, or never.
   */
  double of(CohortKey key);
}
