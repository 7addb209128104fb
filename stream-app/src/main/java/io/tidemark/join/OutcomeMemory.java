package io.tidemark.join;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The bounded list of distinct outcomes that is kept with a request id. */
final class OutcomeMemory {
  /**
   * Outcomes kept for one request id. A kind needs three per label at most, so a producer that
   * sends a dwell time every second is served exactly; the limit bites with dozens of kinds.
   */
  static final int MAX_OUTCOMES = 64;

  private OutcomeMemory() {}

  /** The one that is equal but for when it came; null where none is. */
  static Arrival equal(Arrival arrival, List<Arrival> outcomes) {
    return outcomes.stream()
        .filter(other -> other.outcome().equals(arrival.outcome()))
        .findFirst()
        .orElse(null);
  }

  /**
   * The outcomes with one more, in order. When that is one too many, an outcome that can decide
   * nothing any more makes room: only its repeat would no longer be known for a duplicate.
   *
   * @return empty when there is no room
   */
  static Optional<List<Arrival>> with(
      Arrival arrival, List<Arrival> outcomes, List<OpenLabel> labels) {
    List<Arrival> all = new ArrayList<>(outcomes);
    all.add(arrival);
    all.sort(null);
    if (all.size() <= MAX_OUTCOMES) {
      return Optional.of(all);
    }
    Set<Outcome> essential = new HashSet<>();
    labels.forEach(label -> essential.addAll(essential(label, all)));
    return all.stream()
        .filter(one -> !essential.contains(one.outcome()))
        .findFirst()
        .map(one -> without(one, all));
  }

  /** Of one that may be corrected late, those of its close and those of its end. */
  private static Set<Outcome> essential(OpenLabel label, List<Arrival> outcomes) {
    Set<Outcome> essential = new HashSet<>(LabelDecision.essential(label, outcomes));
    if (label.isOpen() && label.policy().late().corrects()) {
      essential.addAll(LabelDecision.essential(label.closed(Phase.DECIDED), outcomes));
    }
    return essential;
  }

  private static List<Arrival> without(Arrival arrival, List<Arrival> outcomes) {
    outcomes.remove(arrival);
    return outcomes;
  }
}
