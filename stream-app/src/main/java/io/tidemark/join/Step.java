package io.tidemark.join;

import java.util.List;

/**
 * What one input does to the state of a request id.
 *
 * @param state the state from now on, or {@code null} when there is nothing left to remember and
 *     the entry is to be deleted
 * @param emissions what to publish, in order
 * @param counts what to count
 * @param fates what is said of outcomes without a prediction, in order
 */
public record Step(
    JoinState state, List<Emission> emissions, List<JoinCount> counts, List<Fate> fates) {

  public Step {
    emissions = List.copyOf(emissions);
    counts = List.copyOf(counts);
    fates = List.copyOf(fates);
  }

  /** Whether a prediction opened its labels. */
  public boolean isOpened() {
    return counts.stream().anyMatch(one -> one.counter() == JoinCounter.PREDICTION);
  }

  /** Whether the prediction was refused, because its request may have been forgotten. */
  public boolean isTooOld() {
    return counts.stream().anyMatch(one -> one.counter() == JoinCounter.PREDICTION_EXPIRED);
  }

  /**
   * When {@link JoinEngine#onTime} is next of use for this request id, milliseconds since the Unix
   * epoch; {@link Long#MAX_VALUE} when never.
   */
  public long nextDueMs() {
    return state == null ? Long.MAX_VALUE : state.dueMs();
  }
}
