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
 *       outcome of that kind, and is worth and weighs what the one in force says; of several such
 *       kinds the one that was positive first decides.
 *   <li>It is negative when kinds take part and none in force is positive. It dates from the latest
 *       outcome of theirs and is worth and weighs what that one says.
 *   <li>Otherwise it stays undecided until its window ends.
 *   <li>While an outcome that could not be judged alone concerns the label, silence is no answer.
 * </ol>
 *
 * <p>Where a label has keys, they stand for the kinds. Which outcomes count at all is {@link
 * CountingOutcomes}'. What else several may come to is {@link CombinedOutcomes}'.
 */
final class LabelDecision {
  private final String label;
  private final boolean keyed;

  /** What an outcome says that says nothing, where one of its kind has spoken before it. */
  private final Judgement takenBack;

  private final int speaking;
  private final Map<String, KindHistory> kinds = new LinkedHashMap<>();

  private LabelDecision(OpenLabel label, List<Outcome> counting) {
    this.label = label.name();
    this.keyed = label.policy().combining().keyed();
    this.takenBack = new Judgement(label.name(), Evidence.NEGATIVE, 1.0);
    this.speaking =
        (int) counting.stream().filter(one -> one.speaks(this.label).isPresent()).count();
    counting.forEach(
        outcome -> kinds.computeIfAbsent(kind(outcome), kind -> new KindHistory()).add(outcome));
  }

  private String kind(Outcome outcome) {
    return keyed ? outcome.judgement(label).orElseThrow().key() : outcome.kind();
  }

  /** Whether an outcome that counts for a label could not be judged. */
  static boolean isUnjudged(OpenLabel label, Collection<Arrival> outcomes) {
    return new CountingOutcomes(label, outcomes).firstUnjudged() != null;
  }

  /** The label; empty when undecided. */
  static Optional<Decided> decide(OpenLabel label, Collection<Arrival> outcomes) {
    List<Outcome> counting = new CountingOutcomes(label, outcomes).all();
    if (label.policy().several() != Several.LATEST) {
      return new CombinedOutcomes(label, counting).decide();
    }
    LabelDecision decision = new LabelDecision(label, counting);
    return decision.positive().or(decision::negative);
  }

  /** The outcomes without which a decision, now or after more outcomes, would be another. */
  static Set<Outcome> essential(OpenLabel label, Collection<Arrival> outcomes) {
    CountingOutcomes counting = new CountingOutcomes(label, outcomes);
    Set<Outcome> essential = new HashSet<>();
    essential.add(counting.firstUnjudged());
    if (label.policy().several() == Several.LATEST) {
      LabelDecision decision = new LabelDecision(label, counting.all());
      decision.kinds.values().forEach(kind -> essential.addAll(kind.essential()));
    } else {
      essential.addAll(new CombinedOutcomes(label, counting.all()).essential());
    }
    return essential;
  }

  private Optional<Decided> positive() {
    return kinds.values().stream()
        .filter(KindHistory::isPositive)
        .min(Comparator.comparing(kind -> kind.firstPositive))
        .map(kind -> decided(kind.latest, kind.inForce, kind.firstPositive.timeMs()));
  }

  private Optional<Decided> negative() {
    return kinds.values().stream()
        .filter(kind -> kind.firstEvidence != null)
        .map(kind -> kind.latest)
        .max(Comparator.naturalOrder())
        .map(latest -> decided(latest, latest.judgement(label).orElse(takenBack), latest.timeMs()));
  }

  private Decided decided(Outcome by, Judgement judgement, long timeMs) {
    Standing standing = new Standing(judgement.value(), judgement.weight(), timeMs, 0);
    return new Decided(standing, by.kind(), speaking);
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
      return inForce != null && inForce.isPositive();
    }
  }
}
