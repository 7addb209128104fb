package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.episode.EpisodeRule;
import io.tidemark.monitoring.drift.tiles.TileLayout;
import java.time.Duration;
import java.util.List;

/**
 * How the series of one model are watched.
 *
 * @param windows lengths of the rolling windows, as {@link TileLayout} takes them, in the order in
 *     which they are evaluated
 * @param rule what counts as drift, but for the budget
 * @param budget how many false alarms there may be
 * @param episodes when an episode begins and ends
 * @param overdispersion of a series of which too few windows are known; at least 1
 */
public record WatchPolicy(
    List<Duration> windows,
    DriftRule rule,
    AlarmBudget budget,
    EpisodeRule episodes,
    double overdispersion) {
  public WatchPolicy {
    windows = List.copyOf(windows);
  }

  /** With the usual budget and episodes. */
  public WatchPolicy(List<Duration> windows, DriftRule rule) {
    this(windows, rule, AlarmBudget.DEFAULT, EpisodeRule.DEFAULT, Calibration.ASSUMED_PHI);
  }

  /** What counts as drift of so many series. */
  public DriftRule rule(int series) {
    return rule.withBudget(budget.alpha(series, windows));
  }
}
