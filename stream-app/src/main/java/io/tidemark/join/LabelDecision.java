package io.tidemark.join;

import io.tidemark.definition.Model.Several;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the outcomes inside a window decide about a label: a function of the set, so that every
 * order of arrival ends at the same label. Where several come to what {@link Several#LATEST} says:
 *
 * <ol>
 *   <li>Of each kind the latest outcome is in force: a click re-sent with a longer dwell time
 *       corrects the one before it, and neither touches a purchase.
 *   <li>A kind takes part once any of its outcomes is evidence. So a purchase, which says nothing
 *       about a click, never decides the label "click"; but a click taken back after it counted
 *       does.
 *   <li>The label is positive when a kind in force is positive. It dates from the earliest positive
 *       outcome of that kind and weighs what the one in force says; of several such kinds the one
 *       that was positive first decides.
 *   <li>It is negative when kinds take part and none in force is positive. It dates from the latest
 *       outcome of theirs and weighs 1.
 *   <li>Otherwise it stays undecided until its window ends.
 *   <li>An outcome that could not be judged decides nothing and replaces nothing. While it alone
 *       concerns the label, silence is no answer.
 * </ol>
 *
 * <p>What else several may come to is {@link CombinedOutcomes}'.
 */
final class LabelDecision {
  private final String label;
  private final Map<String, KindHistory> kinds = new LinkedHashMap<>();
  private Outcome firstUnjudged;

  private LabelDecision(String label, Collection<Outcome> inWindow) {
    this.label = label;
    inWindow.stream().sorted().forEach(this::add);
  }

  private void add(Outcome outcome) {
    if (!isUnjudged(outcome)) {
      kinds.computeIfAbsent(outcome.kind(), kind -> new KindHistory()).add(outcome);
    } else if (firstUnjudged == null) {
      firstUnjudged = outcome;
    }
  }

  private boolean isUnjudged(Outcome outcome) {
    return outcome.judgement(label).filter(j -> j.evidence() == Evidence.UNJUDGED).isPresent();
  }

  /** Whether an outcome that counts for a label could not be judged. */
  static boolean isUnjudged(OpenLabel label, Collection<Arrival> outcomes) {
    return new LabelDecision(label.name(), taken(label, outcomes)).firstUnjudged != null;
  }

  /** The label, not told of yet; empty when undecided. */
  static Optional<Standing> decide(OpenLabel label, Collection<Arrival> outcomes) {
    List<Outcome> taken = taken(label, outcomes);
    if (label.policy().several() != Several.LATEST) {
      return new CombinedOutcomes(label, taken).decide();
    }
    LabelDecision decision = new LabelDecision(label.name(), taken);
    return decision.positive().or(decision::negative);
  }

  /** The outcomes without which a decision, now or after more outcomes, would be another. */
  static Set<Outcome> essential(OpenLabel label, Collection<Arrival> outcomes) {
    List<Outcome> taken = taken(label, outcomes);
    LabelDecision decision = new LabelDecision(label.name(), taken);
    Set<Outcome> essential = new HashSet<>();
    essential.add(decision.firstUnjudged);
    if (label.policy().several() == Several.LATEST) {
      decision.kinds.values().forEach(kind -> essential.addAll(kind.essential()));
    } else {
      essential.addAll(new CombinedOutcomes(label, taken).essential());
    }
    return essential;
  }

  /** The outcomes that count for a label. */
  static List<Outcome> taken(OpenLabel label, Collection<Arrival> outcomes) {
    return outcomes.stream().filter(label::takes).map(Arrival::outcome).toList();
  }

  private Optional<Standing> positive() {
    return kinds.values().stream()
        .filter(KindHistory::isPositive)
        .min(Comparator.comparing(kind -> kind.firstPositive))
        .map(kind -> new Standing(true, kind.weight(), kind.firstPositive.timeMs(), 0));
  }

  private Optional<Standing> negative() {
    return kinds.values().stream()
        .filter(kind -> kind.firstEvidence != null)
        .map(kind -> kind.latest)
        .max(Comparator.naturalOrder())
        .map(latest -> new Standing(false, 1.0, latest.timeMs(), 0));
  }

  /** The outcomes of one kind, added in order. */
  private final class KindHistory {
    private Outcome latest;
    private Judgement inForce;
    private Outcome firstEvidence;
    private Outcome firstPositive;

    private void add(Outcome outcome) {
      latest = outcome;
      inForce = outcome.judgement(label).orElse(null);
      if (inForce != null && firstEvidence == null) {
        firstEvidence = outcome;
      }
      if (isPositive() && firstPositive == null) {
        firstPositive = outcome;
      }
    }

    private List<Outcome> essential() {
      return Stream.of(latest, firstEvidence, firstPositive).filter(Objects::nonNull).toList();
    }

    private boolean isPositive() {
      return inForce != null && inForce.evidence() == Evidence.POSITIVE;
    }

    private double weight() {
      return inForce.weight();
    }
  }
}
