package io.tidemark.monitoring.quality;

import java.time.Duration;
import java.util.Map;

/**
 * How the cohorts of a model are kept and judged.
 *
 * @param threshold scores from which on the decision is positive, 0 to 1 in whole thousandths
 * @param maturity share of settled predictions from which on a cohort is mature, 0 to 1
 * @param keep how long after its end a cohort is kept
 * @param lives of each label that may have bounds, how long from a prediction until nothing can
 *     change it any more
 * @param alarm when the quality is an alarm
 */
public record CohortRule(
    double threshold,
    double maturity,
    Duration keep,
    Map<String, Duration> lives,
    QualityAlarm alarm) {
  /**
   * The share of a cohort's outcomes that would have come in an outage, from which it is tainted.
   */
  public static final double TAINTED = 0.02;

  public CohortRule {
    lives = Map.copyOf(lives);
  }

  /** Of a model without alarms. */
  public CohortRule(double threshold, double maturity, Duration keep) {
    this(threshold, maturity, keep, Map.of(), QualityAlarm.NONE);
  }

  /** Whether enough of a cohort is settled to be judged; it may be one that is not over yet. */
  boolean isSettled(CohortSums sums) {
    return sums.predictions() > 0 && sums.maturity() >= maturity;
  }

  /** Whether the cohorts of a label are judged. */
  boolean judges(String label) {
    return !alarm.bounds().isEmpty() && lives.containsKey(label);
  }

  /** When its last label is over, milliseconds since the Unix epoch; of one that is judged. */
  long lastMs(CohortKey key) {
    return key.endMs() + lives.get(key.label()).toMillis();
  }

  boolean isTooOld(CohortKey key, long nowMs) {
    return nowMs != Long.MIN_VALUE && key.endMs() <= nowMs - keep.toMillis();
  }
}
