package io.tidemark.monitoring.drift;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many predictions a task has seen end in each way, by model, since its state began. Kept with
 * the counts, so that it says what is in them, whatever was aborted, moved or restarted. Not
 * thread-safe.
 */
public final class PredictionTally {
  /** Stands for every model that is not declared. */
  public static final String OTHER = "other";

  private final SortedMap<PredictionFigure, Long> counts = new TreeMap<>();

  /** Counts predictions; to count none makes a figure known. */
  public void add(String model, PredictionState state, long predictions) {
    counts.merge(new PredictionFigure(model, state), predictions, Long::sum);
  }

  /** Every figure that is known, in their order; a view. */
  public Map<PredictionFigure, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PredictionTally that && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
