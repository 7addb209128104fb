package io.tidemark.join;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Several;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The join in hindsight: all arrivals of one request at once, after every window has closed. */
final class NaiveJoin {
  /** An input and the clock when it arrived; either a {@link Prediction} or an {@link Outcome}. */
  record Arrived(Object input, long nowMs) {}

  private NaiveJoin() {}

  /** Value and weight per label, as text; empty when there is no prediction. */
  static Map<String, String> labels(
      List<Arrived> arrivals, List<Model.Label> labels, JoinHorizons horizons) {
    Map<String, String> result = new HashMap<>();
    for (Arrived arrival : arrivals) {
      if (arrival.input() instanceof Prediction) {
        for (Model.Label label : labels) {
          result.put(label.name(), value(arrival, label, arrivals, horizons));
        }
        break;
      }
    }
    return result;
  }

  /** How many outcomes that say something about it each label closes on, after how long. */
  static Map<String, String> closes(
      List<Arrived> arrivals, List<Model.Label> labels, JoinHorizons horizons) {
    Map<String, String> result = new HashMap<>();
    Optional<Arrived> predicted =
        arrivals.stream().filter(a -> a.input() instanceof Prediction).findFirst();
    for (Model.Label label : predicted.isEmpty() ? List.<Model.Label>of() : labels) {
      Prediction prediction = (Prediction) predicted.get().input();
      long untilMs = prediction.timeMs() + label.window().toMillis();
      long closeMs = Math.max(predicted.get().nowMs(), untilMs) + label.grace().toMillis();
      long outcomes =
          arrivals.stream()
              .filter(a -> a.input() instanceof Outcome && a.nowMs() <= closeMs)
              .filter(a -> predicted.get().nowMs() < heldUntilMs((Outcome) a.input(), a, horizons))
              .map(a -> (Outcome) a.input())
              .filter(o -> o.timeMs() >= prediction.timeMs() - horizons.skew().toMillis())
              .filter(o -> o.timeMs() <= untilMs)
              .filter(o -> o.judgement(label.name()).isPresent() && !isUnjudged(o, label))
              .distinct()
              .count();
      result.put(label.name(), outcomes + " in " + (closeMs - prediction.timeMs()));
    }
    return result;
  }

  private static String value(
      Arrived predicted, Model.Label label, List<Arrived> arrivals, JoinHorizons horizons) {
    Prediction prediction = (Prediction) predicted.input();
    long graceFromMs = Math.max(predicted.nowMs(), prediction.timeMs() + label.window().toMillis());
    long untilMs = prediction.timeMs() + label.window().toMillis();
    long closeMs = graceFromMs + label.grace().toMillis();
    long lateMs = label.policy().late().corrects() ? horizonMs(label) : 0;
    List<Outcome> counting = new ArrayList<>();
    for (Arrived arrival : arrivals) {
      if (arrival.input() instanceof Outcome outcome
          && outcome.timeMs() >= prediction.timeMs() - horizons.skew().toMillis()
          && outcome.timeMs() <= untilMs
          && predicted.nowMs() < heldUntilMs(outcome, arrival, horizons)
          && arrival.nowMs() <= closeMs + lateMs
          && !(arrival.nowMs() > closeMs && isUnjudged(outcome, label))) {
        counting.add(outcome);
      }
    }
    long heldUntilMs = prediction.timeMs() + horizons.hold().toMillis();
    boolean givenUp = predicted.nowMs() > Math.min(heldUntilMs, untilMs + label.grace().toMillis());
    return value(label, counting, givenUp);
  }

  private static long horizonMs(Model.Label label) {
    return label.policy().late().horizon().toMillis();
  }

  private static long heldUntilMs(Outcome outcome, Arrived arrival, JoinHorizons horizons) {
    long sinceMs = Math.max(outcome.timeMs(), arrival.nowMs());
    return sinceMs + horizons.hold().plus(horizons.skew()).toMillis();
  }

  private static String value(Model.Label label, List<Outcome> all, boolean givenUp) {
    List<Outcome> counting = new ArrayList<>(all);
    boolean unknown = counting.removeIf(o -> isUnjudged(o, label)) || givenUp;
    boolean silenceSays = label.policy().onTimeout() == OnTimeout.NEGATIVE && !unknown;
    if (label.policy().several() != Several.LATEST) {
      return combined(label, counting).orElse(silenceSays ? "0 x 1.0" : "unlabelled");
    }
    boolean anyEvidence = false;
    String positive = null;
    Outcome positiveSince = null;
    for (String kind : new TreeSet<>(counting.stream().map(Outcome::kind).toList())) {
      List<Outcome> ofKind = counting.stream().filter(o -> o.kind().equals(kind)).sorted().toList();
      List<Outcome> positives = ofKind.stream().filter(o -> isPositive(o, label)).toList();
      Outcome last = ofKind.get(ofKind.size() - 1);
      anyEvidence |= ofKind.stream().anyMatch(o -> o.judgement(label.name()).isPresent());
      if (isPositive(last, label)
          && (positive == null || positives.get(0).compareTo(positiveSince) < 0)) {
        positiveSince = positives.get(0);
        positive = "1 x " + last.judgement(label.name()).orElseThrow().weight();
      }
    }
    if (positive != null) {
      return positive;
    }
    boolean isNegative = anyEvidence || silenceSays;
    return isNegative ? "0 x 1.0" : "unlabelled";
  }

  /** One outcome after the other, in the order of their times; equal ones are one. */
  private static Optional<String> combined(Model.Label label, List<Outcome> counting) {
    double total = 0;
    int positives = 0;
    boolean negative = false;
    for (Outcome outcome : counting.stream().distinct().sorted().toList()) {
      Optional<Judgement> judgement = outcome.judgement(label.name());
      if (judgement.isEmpty()
          || label.policy().several() == Several.FIRST && (positives > 0 || negative)) {
        continue;
      }
      if (judgement.get().evidence() == Evidence.NEGATIVE) {
        negative = true;
        continue;
      }
      double weight = judgement.get().weight();
      positives++;
      total =
          switch (label.policy().several()) {
            case SUM -> total + weight;
            case MAX -> Math.max(total, weight);
            case COUNT -> positives;
            default -> positives == 1 ? weight : total;
          };
    }
    if (positives > 0) {
      return Optional.of("1 x " + total);
    }
    return negative ? Optional.of("0 x 1.0") : Optional.empty();
  }

  private static boolean isUnjudged(Outcome outcome, Model.Label label) {
    return outcome
        .judgement(label.name())
        .filter(judgement -> judgement.evidence() == Evidence.UNJUDGED)
        .isPresent();
  }

  private static boolean isPositive(Outcome outcome, Model.Label label) {
    return outcome
        .judgement(label.name())
        .filter(judgement -> judgement.evidence() == Evidence.POSITIVE)
        .isPresent();
  }
}
