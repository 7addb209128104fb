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
 */
public record WatchPolicy(
    List<Duration> windows, DriftRule rule, AlarmBudget budget, EpisodeRule episodes) {
  public WatchPolicy {
    windows = List.copyOf(windows);
  }

  /** With the usual budget and episodes. */
  public WatchPolicy(List<Duration> windows, DriftRule rule) {
    this(windows, rule, AlarmBudget.DEFAULT, EpisodeRule.DEFAULT);
  }

  /** What counts as drift of so many series. */
  public DriftRule rule(int series) {
    return rule.withBudget(budget.alpha(series, windows));
  }
}
