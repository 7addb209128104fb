package io.tidemark.monitoring.quality;

import java.time.Duration;

/**
 * How the cohorts of a model are kept and judged.
 *
 * @param threshold scores from which on the decision is positive, 0 to 1 in whole thousandths
 * @param maturity share of settled predictions from which on a cohort is mature, 0 to 1
 * @param keep how long after its end a cohort is kept
 */
public record CohortRule(double threshold, double maturity, Duration keep) {

  /** Whether enough of a cohort is settled to be judged; it may be one that is not over yet. */
  public boolean isMature(CohortSums sums) {
    return sums.predictions() > 0 && sums.maturity() >= maturity;
  }

  boolean isTooOld(CohortKey key, long nowMs) {
    return nowMs != Long.MIN_VALUE && key.endMs() <= nowMs - keep.toMillis();
  }
}
