package io.tidemark.monitoring.quality;

import io.tidemark.monitoring.drift.episode.EpisodeRule;
import java.util.Map;

/**
 * When the quality of a model is an alarm.
 *
 * @param bounds of each figure that has one; none without alarms
 * @param labels how many labels a cohort must have to be judged, at least 1
 * @param episodes how many of the last cohorts make an episode, and how many end it
 */
public record QualityAlarm(Map<Judged, Double> bounds, long labels, EpisodeRule episodes) {
  /** Without any. */
  public static final QualityAlarm NONE = new QualityAlarm(Map.of(), 1, EpisodeRule.DEFAULT);

  public QualityAlarm {
    bounds = Map.copyOf(bounds);
  }
}
