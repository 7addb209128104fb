package io.tidemark.join;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.OnTimeout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The join in hindsight: all arrivals of one request at once, after every window has closed. */
final class NaiveJoin {
  /** An input and the clock when it arrived; either a {@link Prediction} or an {@link Outcome}. */
  record Arrived(Object input, long nowMs) {}

  private NaiveJoin() {}

  /** Value and weight per label, as text; empty when there is no prediction. */
  static Map<String, String> labels(List<Arrived> arrivals, List<Model.Label> labels, long holdMs) {
    Map<String, String> result = new HashMap<>();
    for (Arrived arrival : arrivals) {
      if (arrival.input() instanceof Prediction prediction) {
        for (Model.Label label : labels) {
          result.put(label.name(), value(prediction, label, arrivals, holdMs));
        }
        break;
      }
    }
    return result;
  }

  private static String value(
      Prediction prediction, Model.Label label, List<Arrived> arrivals, long holdMs) {
    long untilMs = prediction.timeMs() + label.window().toMillis();
    List<Outcome> counting = new ArrayList<>();
    for (Arrived arrival : arrivals) {
      if (arrival.input() instanceof Outcome outcome
          && outcome.timeMs() >= prediction.timeMs() - holdMs
          && outcome.timeMs() <= untilMs
          && arrival.nowMs() <= untilMs + label.grace().toMillis()) {
        counting.add(outcome);
      }
    }
    return value(label, counting);
  }

  private static String value(Model.Label label, List<Outcome> counting) {
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
    boolean isNegative = anyEvidence || label.onTimeout() == OnTimeout.NEGATIVE;
    return isNegative ? "0 x 1.0" : "unlabelled";
  }

  private static boolean isPositive(Outcome outcome, Model.Label label) {
    return outcome
        .judgement(label.name())
        .filter(judgement -> judgement.evidence() == Evidence.POSITIVE)
        .isPresent();
  }
}
