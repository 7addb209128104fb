package io.tidemark.join;

import io.tidemark.definition.Model.Combining;
import io.tidemark.definition.Model.Several;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What outcomes decide about a label where none takes another back, unless they have keys: then the
 * latest of each key is in force. Those that say nothing about it do not count, whatever their
 * kind. A function of the set.
 */
final class CombinedOutcomes {
  private final OpenLabel label;
  private final Combining combining;
  private final List<Outcome> evidence;
  private final List<Outcome> positive;

  /**
   * @param counting the outcomes that count for the label, in order
   */
  CombinedOutcomes(OpenLabel label, Collection<Outcome> counting) {
    this.label = label;
    this.combining = label.policy().combining();
    this.evidence = inForce(counting.stream().filter(this::isEvidence).toList());
    this.positive = evidence.stream().filter(one -> judgement(one).isPositive()).toList();
  }

  private List<Outcome> inForce(List<Outcome> speaking) {
    if (!combining.keyed()) {
      return speaking;
    }
    Map<String, Outcome> latest = new LinkedHashMap<>();
    speaking.forEach(outcome -> latest.put(judgement(outcome).key(), outcome));
    return latest.values().stream().sorted().toList();
  }

  private boolean isEvidence(Outcome outcome) {
    return outcome.speaks(label.name()).isPresent();
  }

  private Judgement judgement(Outcome outcome) {
    return outcome.judgement(label.name()).orElseThrow();
  }

  private double weight(Outcome outcome) {
    return judgement(outcome).weight();
  }

  private double value(Outcome outcome) {
    return judgement(outcome).value();
  }

  /** The label; empty when nothing says anything about it. */
  Optional<Decided> decide() {
    if (evidence.isEmpty()) {
      return Optional.empty();
    }
    boolean negative =
        combining.several() == Several.FIRST
            ? !judgement(evidence.get(0)).isPositive()
            : positive.isEmpty();
    if (negative) {
      Outcome decider = decidingNegative();
      double value = sumsValues() ? sum(evidence, this::value) : value(decider);
      return decided(decider, new Standing(value, weight(decider), decider.timeMs(), 0));
    }
    Standing standing = combining.numeric() ? worth() : new Standing(1.0, weight(), sinceMs(), 0);
    return decided(decidingPositive(), standing);
  }

  private Optional<Decided> decided(Outcome by, Standing standing) {
    return Optional.of(new Decided(standing, by.kind(), evidence.size()));
  }

  private Outcome decidingNegative() {
    return switch (combining.several()) {
      case FIRST -> evidence.get(0);
      case MAX -> largest(evidence, this::weight);
      default -> evidence.get(evidence.size() - 1);
    };
  }

  private Outcome decidingPositive() {
    return combining.several() == Several.MAX
        ? largest(positive, combining.numeric() ? this::value : this::weight)
        : positive.get(0);
  }

  private long sinceMs() {
    return positive.get(0).timeMs();
  }

  /** A label with a value of its own, which weighs what the outcome says that decides it. */
  private Standing worth() {
    Outcome first = positive.get(0);
    return switch (combining.several()) {
      case SUM -> new Standing(sum(evidence, this::value), weight(first), sinceMs(), 0);
      case COUNT -> new Standing(positive.size(), weight(first), sinceMs(), 0);
      case MAX -> {
        Outcome largest = largest(positive, this::value);
        yield new Standing(value(largest), weight(largest), sinceMs(), 0);
      }
      default -> new Standing(value(first), weight(first), sinceMs(), 0);
    };
  }

  private boolean sumsValues() {
    return combining.numeric() && combining.several() == Several.SUM;
  }

  private double weight() {
    return switch (combining.several()) {
      case SUM -> sum(positive, this::weight);
      case COUNT -> positive.size();
      case MAX -> weight(largest(positive, this::weight));
      default -> weight(positive.get(0));
    };
  }

  /** Finite, like each of the numbers. */
  private static double sum(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
    double sum = outcomes.stream().mapToDouble(number).sum();
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, sum));
  }

  /** Of equals the latest. */
  private static Outcome largest(List<Outcome> outcomes, ToDoubleFunction<Outcome> number) {
    return outcomes.stream()
        .max(Comparator.comparingDouble(number).thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** The outcomes without which a decision, now or after more outcomes, would be another. */
  List<Outcome> essential() {
    boolean adds = combining.several() == Several.SUM || combining.several() == Several.COUNT;
    if (combining.keyed() || sumsValues()) {
      return evidence;
    }
    List<Outcome> essential = new ArrayList<>();
    if (!evidence.isEmpty()) {
      essential.add(evidence.get(0));
      essential.add(evidence.get(evidence.size() - 1));
      essential.add(largest(evidence, this::weight));
    }
    if (!positive.isEmpty()) {
      essential.add(positive.get(0));
      essential.add(largest(positive, this::weight));
      essential.add(largest(positive, this::value));
    }
    if (adds) {
      essential.addAll(positive);
    }
    return essential;
  }
}
