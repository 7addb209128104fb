package io.tidemark.join;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Policy;
import io.tidemark.definition.Model.Several;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A model with a click that times out to negative and a purchase that stays unlabelled. */
final class JoinFixtures {
  static final long T = 1_700_000_000_000L;
  static final long MINUTE = Duration.ofMinutes(1).toMillis();
  static final long HOUR = Duration.ofHours(1).toMillis();
  static final long DAY = Duration.ofDays(1).toMillis();

  static final Model.Label CLICK =
      label("click", Duration.ofMinutes(30), Duration.ofMinutes(5), OnTimeout.NEGATIVE);
  static final Model.Label PURCHASE =
      label("purchase", Duration.ofDays(7), Duration.ZERO, OnTimeout.UNLABELLED);
  static final List<Model.Label> LABELS = List.of(CLICK, PURCHASE);
  static final JoinHorizons HORIZONS =
      new JoinHorizons(Duration.ofDays(1), Duration.ofMinutes(2), Duration.ofDays(14));

  private JoinFixtures() {}

  static Model.Label label(String name, Duration window, Duration grace, OnTimeout onTimeout) {
    return label(name, window, grace, onTimeout, Emit.BOTH);
  }

  static Model.Label label(
      String name, Duration window, Duration grace, OnTimeout onTimeout, Emit emit) {
    return label(name, window, grace, Several.LATEST, onTimeout, emit);
  }

  private static Model.Label label(
      String name,
      Duration window,
      Duration grace,
      Several several,
      OnTimeout onTimeout,
      Emit emit) {
    String positive = "outcome == '" + name + "'";
    return new Model.Label(
        name, window, grace, positive, null, new Policy(several, onTimeout, emit));
  }

  /** Both labels, which go on for a while after their close. */
  static List<Model.Label> labels(Several several, Model.Late late) {
    return labels(several).stream().map(label -> late(label, late)).toList();
  }

  static Model.Label late(Model.Label label, Model.Late late) {
    Policy before = label.policy();
    return new Model.Label(
        label.name(),
        label.version(),
        label.window(),
        label.grace(),
        label.terms(),
        new Policy(before.combining(), before.onTimeout(), before.emit(), late, before.sampling()));
  }

  /** Both labels, for which several outcomes come to something else. */
  static List<Model.Label> labels(Several several) {
    return LABELS.stream()
        .map(
            l ->
                label(
                    l.name(),
                    l.window(),
                    l.grace(),
                    several,
                    l.policy().onTimeout(),
                    l.policy().emit()))
        .toList();
  }

  /** What is said of a label of {@link #LABELS}. */
  static Said said(Prediction prediction, String label, Grounds grounds) {
    Policy policy =
        LABELS.stream().filter(l -> l.name().equals(label)).findFirst().orElseThrow().policy();
    return new Said(prediction, label, policy, 1, grounds);
  }

  /** A click that never came, seen for window and grace. */
  static Emission.TimedOut noClick(Prediction prediction) {
    Grounds grounds = new Grounds(null, 0, 35 * MINUTE);
    return new Emission.TimedOut(said(prediction, "click", grounds), Silence.USUAL);
  }

  static Prediction prediction(String requestId, long timeMs) {
    byte[] payload = ("logged " + requestId).getBytes(StandardCharsets.UTF_8);
    return new Prediction(requestId, "ranker", "v3", timeMs, payload);
  }

  /** A click, which counts from a dwell time of thirty seconds. */
  static Outcome click(long timeMs, int dwellSeconds) {
    return outcome("click", timeMs, dwellSeconds >= 30 ? positive("click", 1.0) : List.of());
  }

  static Outcome purchase(long timeMs, double value) {
    return outcome("purchase", timeMs, positive("purchase", value));
  }

  static Outcome impression(long timeMs) {
    return outcome("impression", timeMs, List.of());
  }

  static Outcome outcome(String kind, long timeMs, List<Judgement> judgements) {
    return new Outcome("r", timeMs, kind, judgements);
  }

  static List<Judgement> positive(String label, double weight) {
    return List.of(new Judgement(label, Evidence.POSITIVE, weight));
  }

  static List<Judgement> unjudged(String label) {
    return List.of(new Judgement(label, Evidence.UNJUDGED, 1.0));
  }

  static List<Judgement> negative(String label) {
    return List.of(new Judgement(label, Evidence.NEGATIVE, 1.0));
  }
}
