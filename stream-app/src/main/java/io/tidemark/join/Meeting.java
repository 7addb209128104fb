package io.tidemark.join;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Outcomes as they meet their prediction: what was left of them to be judged is judged here. */
final class Meeting {
  private final JoinEngine engine;
  private final Prediction prediction;
  private final Map<Outcome, Set<String>> failures = new HashMap<>();

  Meeting(JoinEngine engine, Prediction prediction) {
    this.engine = engine;
    this.prediction = prediction;
  }

  Arrival of(Arrival arrival) {
    Map<String, String> failed = new LinkedHashMap<>();
    Arrival judged = engine.judge(arrival, prediction, failed);
    if (!failed.isEmpty()) {
      failures.put(judged.outcome(), Set.copyOf(failed.keySet()));
    }
    return judged;
  }

  /**
   * Outcomes that are equal once they are judged are one, which came when the first of them did.
   */
  List<Arrival> ofAll(Collection<Arrival> arrivals) {
    Map<Outcome, Arrival> distinct = new LinkedHashMap<>();
    for (Arrival arrival : arrivals) {
      Arrival judged = of(arrival);
      distinct.merge(
          judged.outcome(), judged, (one, other) -> one.atMs() <= other.atMs() ? one : other);
    }
    return new ArrayList<>(distinct.values());
  }

  /** The labels that an outcome did not say enough for. */
  Set<String> unjudged(Arrival judged) {
    return failures.getOrDefault(judged.outcome(), Set.of());
  }
}
