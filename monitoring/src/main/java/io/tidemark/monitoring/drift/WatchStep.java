package io.tidemark.monitoring.drift;

import java.util.List;

/**
 * What there is to say of the series of one task at one instant. What follows from it over time is
 * a pure step of its own over these two lists.
 *
 * @param forgotten series that ended, since the bins they were counted over are not in force any
 *     more; they may begin anew
 * @param evaluations windows whose counts are others than those evaluated last, those of a series
 *     in the order of its policy
 */
public record WatchStep(List<Series> forgotten, List<Evaluation> evaluations) {
  public WatchStep {
    forgotten = List.copyOf(forgotten);
    evaluations = List.copyOf(evaluations);
  }
}
