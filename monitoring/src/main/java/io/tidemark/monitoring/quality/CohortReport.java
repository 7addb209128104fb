package io.tidemark.monitoring.quality;

import java.util.Optional;

/**
 * What is said of a cohort as it stands.
 *
 * @param key the cohort
 * @param sums what is known of its labels: not copied
 * @param revision how many records have told of it, this one among them
 * @param over whether it is over
 * @param lost which share of its outcomes would have come in an outage, 0 to 1
 * @param rule how it is judged
 * @param calibration what came of scores in cohorts before it
 */
public record CohortReport(
    CohortKey key,
    CohortSums sums,
    int revision,
    boolean over,
    double lost,
    CohortRule rule,
    Calibration calibration) {

  /** Whether it is over and known well enough to be judged. */
  public boolean isMature() {
    return over && rule.isSettled(sums);
  }

  /** Whether so many of its outcomes are missing that its figures are not to be compared. */
  public boolean isTainted() {
    return lost >= CohortRule.TAINTED;
  }

  /** How good the answers of the cohort were, as far as its labels are known. */
  public CohortQuality quality() {
    return CohortQuality.of(sums, rule.threshold());
  }

  /** How good they should be, without one of its labels; empty where nothing is to go by. */
  public Optional<EstimatedQuality> estimated() {
    return EstimatedQuality.of(sums, calibration, rule.threshold());
  }
}
