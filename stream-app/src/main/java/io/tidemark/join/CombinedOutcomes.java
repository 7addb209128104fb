package io.tidemark.join;

import io.tidemark.definition.Model.Several;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What outcomes decide about a label where none takes another back: those that say nothing about it
 * do not count, whatever their kind. A function of the set.
 */
final class CombinedOutcomes {
  private final OpenLabel label;
  private final List<Outcome> evidence;
  private final List<Outcome> positive;

  /**
   * @param inWindow the outcomes that count for the label
   */
  CombinedOutcomes(OpenLabel label, Collection<Outcome> inWindow) {
    this.label = label;
    this.evidence = inWindow.stream().filter(this::isEvidence).sorted().toList();
    this.positive = evidence.stream().filter(this::isPositive).toList();
  }

  private boolean isEvidence(Outcome outcome) {
    return outcome
        .judgement(label.name())
        .filter(judgement -> judgement.evidence() != Evidence.UNJUDGED)
        .isPresent();
  }

  private boolean isPositive(Outcome outcome) {
    return judgement(outcome).evidence() == Evidence.POSITIVE;
  }

  private Judgement judgement(Outcome outcome) {
    return outcome.judgement(label.name()).orElseThrow();
  }

  private double weight(Outcome outcome) {
    return judgement(outcome).weight();
  }

  /** The label, not told of yet; empty when nothing says anything about it. */
  Optional<Standing> decide() {
    if (evidence.isEmpty()) {
      return Optional.empty();
    }
    boolean negative =
        label.policy().several() == Several.FIRST
            ? !isPositive(evidence.get(0))
            : positive.isEmpty();
    return Optional.of(
        negative
            ? new Standing(false, 1.0, decidingNegative().timeMs(), 0)
            : new Standing(true, weight(), positive.get(0).timeMs(), 0));
  }

  private Outcome decidingNegative() {
    return evidence.get(label.policy().several() == Several.FIRST ? 0 : evidence.size() - 1);
  }

  /** Finite, like each of the weights. */
  private double weight() {
    return switch (label.policy().several()) {
      case SUM -> Math.min(Double.MAX_VALUE, positive.stream().mapToDouble(this::weight).sum());
      case COUNT -> positive.size();
      case MAX -> weight(heaviest());
      default -> weight(positive.get(0));
    };
  }

  private Outcome heaviest() {
    return positive.stream().max(Comparator.comparingDouble(this::weight)).orElseThrow();
  }

  /** The outcomes without which a decision, now or after more outcomes, would be another. */
  List<Outcome> essential() {
    List<Outcome> essential = new ArrayList<>();
    if (!evidence.isEmpty()) {
      essential.add(evidence.get(0));
      essential.add(evidence.get(evidence.size() - 1));
    }
    if (!positive.isEmpty()) {
      essential.add(positive.get(0));
      essential.add(heaviest());
    }
    if (label.policy().several() == Several.SUM || label.policy().several() == Several.COUNT) {
      essential.addAll(positive);
    }
    return essential;
  }
}
