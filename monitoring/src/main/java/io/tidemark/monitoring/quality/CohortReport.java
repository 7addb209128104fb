package io.tidemark.monitoring.quality;

import java.util.Optional;

/**
 * What is said of a cohort as it stands.
 *
 * @param key the cohort
 * @param sums what is known of its labels: not copied
 * @param revision how many records have told of it, this one among them
 * @param rule how it is judged
 * @param calibration what came of scores in cohorts before it
 */
public record CohortReport(
    CohortKey key, CohortSums sums, int revision, CohortRule rule, Calibration calibration) {

  /** Whether it is known well enough to be judged. */
  public boolean isMature() {
    return rule.isMature(sums);
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
