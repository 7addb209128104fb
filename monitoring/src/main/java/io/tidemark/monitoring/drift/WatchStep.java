package io.tidemark.monitoring.drift;

import java.util.List;

/**
 * What there is to say of the series of one task at one instant.
 *
 * @param current series that were evaluated, whether or not that is news
 * @param evaluations windows whose counts are others than those evaluated last, those of a series
 *     in the order of its policy
 * @param left series that are not evaluated any more: every window has passed their last value, or
 *     the baseline in force does not have them; they may begin anew
 * @param changes what has become of episodes, in order
 */
public record WatchStep(
    List<Series> current,
    List<Evaluation> evaluations,
    List<Series> left,
    List<EpisodeChange> changes) {
  public WatchStep {
    current = List.copyOf(current);
    evaluations = List.copyOf(evaluations);
    left = List.copyOf(left);
    changes = List.copyOf(changes);
  }

  /** What several have to say, in their order. */
  static WatchStep all(List<WatchStep> steps) {
    return new WatchStep(
        steps.stream().flatMap(step -> step.current().stream()).toList(),
        steps.stream().flatMap(step -> step.evaluations().stream()).toList(),
        steps.stream().flatMap(step -> step.left().stream()).toList(),
        steps.stream().flatMap(step -> step.changes().stream()).toList());
  }
}
