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

  /**
   * The outcomes with one more, in order. When that is one too many, an outcome that can decide
   * nothing any more makes room: only its repeat would no longer be known for a duplicate.
   *
   * @return empty when there is no room
   */
  static Optional<List<Outcome>> with(
      Outcome outcome, List<Outcome> outcomes, List<OpenLabel> labels) {
    List<Outcome> all = new ArrayList<>(outcomes);
    all.add(outcome);
    all.sort(null);
    if (all.size() <= MAX_OUTCOMES) {
      return Optional.of(all);
    }
    Set<Outcome> essential = new HashSet<>();
    labels.forEach(label -> essential.addAll(LabelDecision.essential(label, all)));
    return all.stream().filter(o -> !essential.contains(o)).findFirst().map(o -> without(o, all));
  }

  private static List<Outcome> without(Outcome outcome, List<Outcome> outcomes) {
    outcomes.remove(outcome);
    return outcomes;
  }
}
