package io.tidemark.monitoring.metrics;

import io.tidemark.monitoring.labels.LabelWatch;
import io.tidemark.monitoring.labels.ModelLabels;
import io.tidemark.monitoring.labels.PendingByAge.Age;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of the waits for labels, out of the state of the one task that has those of a
 * model. A scrape reads numbers that are there already. Thread-safe.
 */
public final class LabelMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter PENDING =
      METERS.gauge(
          "tidemark.labels.pending.by.age",
          12_000,
          "Predictions that wait for their outcome, out of state, each in one bucket: younger than age, or older",
          "model",
          "label",
          "age");
  private static final Meter OUTAGE =
      METERS.gauge(
          "tidemark.labels.outage",
          1_000,
          "1 while outcomes of a label do not come that were to be expected, else 0",
          "model",
          "label");
  private static final Meter EVIDENCE =
      METERS.gauge(
          "tidemark.labels.outage.evidence",
          1_000,
          "How near an outage of a label is: 0 without evidence, 1 when there is one",
          "model",
          "label");
  private static final Meter EXPECTED =
      METERS.gauge(
          "tidemark.labels.outcomes.expected",
          1_000,
          "Outcomes to be expected in the last step of the watch, by what waited and how labels came before; 0 until enough has come",
          "model",
          "label");
  private static final Meter CAME =
      METERS.gauge(
          "tidemark.labels.outcomes.came",
          1_000,
          "Outcomes that decided a label in the last step of the watch",
          "model",
          "label");
  private static final Meter UNMATCHED =
      METERS.gauge(
          "tidemark.labels.unmatched",
          400,
          "Predictions without an outcome, once per label, and outcomes without a prediction, out of state",
          "model",
          "side");

  private enum Side {
    PREDICTION,
    OUTCOME
  }

  private final Gauges<Aged> pending;
  private final Gauges<Label> outage;
  private final Gauges<Label> evidence;
  private final Gauges<Label> expected;
  private final Gauges<Label> came;
  private final Gauges<Unmatched> unmatched;
  private final Map<String, Known> byModel = new ConcurrentHashMap<>();

  private record Label(String model, String label) {
    List<String> tagValues() {
      return List.of(model, label);
    }
  }

  private record Aged(Label label, Age age) {
    List<String> tagValues() {
      return List.of(label.model, label.label, age.label());
    }
  }

  private record Unmatched(String model, Side side) {
    List<String> tagValues() {
      return List.of(model, side.name().toLowerCase(Locale.ROOT));
    }
  }

  /** Read by another thread, so that nothing in it moves. */
  private record Known(Map<String, OfLabel> labels, long predictions, long outcomes) {}

  private record OfLabel(
      Map<Age, Long> pending, boolean outage, double evidence, double expected, double came) {
    static OfLabel of(LabelWatch watch, long nowMs) {
      return new OfLabel(
          Map.copyOf(watch.pending(nowMs).all()),
          watch.outage().isPresent(),
          watch.evidence(),
          watch.expected(),
          watch.came());
    }
  }

  LabelMetrics(BoundMeters meters) {
    pending = meters.gauges(PENDING, Aged::tagValues);
    outage = meters.gauges(OUTAGE, Label::tagValues);
    evidence = meters.gauges(EVIDENCE, Label::tagValues);
    expected = meters.gauges(EXPECTED, Label::tagValues);
    came = meters.gauges(CAME, Label::tagValues);
    unmatched = meters.gauges(UNMATCHED, Unmatched::tagValues);
  }

  /**
   * Shows what is known of a model's labels.
   *
   * @param nowMs by which ages are told, milliseconds since the Unix epoch
   */
  public void show(String model, ModelLabels known, long nowMs) {
    Map<String, OfLabel> labels = new ConcurrentHashMap<>();
    known.labels().forEach((label, watch) -> labels.put(label, OfLabel.of(watch, nowMs)));
    Known before =
        byModel.put(
            model, new Known(labels, known.predictions().count(), known.outcomes().count()));
    if (before == null || !before.labels.keySet().equals(labels.keySet())) {
      labels.keySet().forEach(label -> show(new Label(model, label)));
      boolean predictions =
          unmatched.show(
              new Unmatched(model, Side.PREDICTION), () -> byModel.get(model).predictions);
      boolean outcomes =
          unmatched.show(new Unmatched(model, Side.OUTCOME), () -> byModel.get(model).outcomes);
    }
  }

  private void show(Label label) {
    for (Age age : Age.values()) {
      boolean aged = pending.show(new Aged(label, age), () -> of(label).pending.get(age));
    }
    boolean open = outage.show(label, () -> of(label).outage ? 1 : 0);
    boolean near = evidence.show(label, () -> of(label).evidence);
    boolean wanted = expected.show(label, () -> of(label).expected);
    boolean got = came.show(label, () -> of(label).came);
  }

  private OfLabel of(Label label) {
    return byModel.get(label.model).labels.get(label.label);
  }

  /** Takes the gauges of a model away: another instance shows them. */
  public void hide(String model) {
    Known known = byModel.get(model);
    Set<String> labels = known == null ? Set.of() : known.labels.keySet();
    for (String name : labels) {
      Label label = new Label(model, name);
      for (Age age : Age.values()) {
        pending.hide(new Aged(label, age));
      }
      List.of(outage, evidence, expected, came).forEach(gauges -> gauges.hide(label));
    }
    for (Side side : Side.values()) {
      unmatched.hide(new Unmatched(model, side));
    }
    byModel.remove(model);
  }
}
