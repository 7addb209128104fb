package io.tidemark.join;

import io.tidemark.join.JoinState.Closed;
import io.tidemark.join.JoinState.Held;
import io.tidemark.join.JoinState.Open;
import io.tidemark.join.JoinState.Waiting;
import java.util.ArrayList;
import java.util.List;

/** One step of one request id in the making: where it stands, and what it has said so far. */
final class Transition {
  private final JoinEngine engine;
  private final long nowMs;
  private final List<Emission> emissions = new ArrayList<>();
  private final List<JoinCount> counts = new ArrayList<>();
  private JoinState state;

  /** Starts with what time alone has changed. */
  Transition(JoinEngine engine, JoinState state, long nowMs) {
    this.engine = engine;
    this.nowMs = nowMs;
    this.state = state;
    passTime();
  }

  Step step() {
    return new Step(state, emissions, counts);
  }

  void predict(Prediction prediction) {
    if (state instanceof Open || state instanceof Closed) {
      count(JoinCounter.PREDICTION_REPEATED);
      return;
    }
    List<OpenLabel> labels = engine.open(prediction);
    if (engine.forgetAtMs(labels) <= nowMs) {
      count(JoinCounter.PREDICTION_EXPIRED);
      return;
    }
    count(JoinCounter.PREDICTION);
    open(prediction, labels, state instanceof Waiting waiting ? waiting.outcomes() : List.of());
    passTime();
  }

  void observe(Outcome outcome) {
    if (state instanceof Open open) {
      observe(open, outcome);
    } else if (state instanceof Closed) {
      count(bearing(outcome, List.of()));
    } else {
      hold(state instanceof Waiting waiting ? waiting.outcomes() : List.of(), outcome);
    }
  }

  private void observe(Open open, Outcome outcome) {
    if (open.outcomes().contains(outcome)) {
      count(JoinCounter.OUTCOME_DUPLICATE);
    } else if (open.labels().stream().noneMatch(label -> label.covers(outcome))) {
      count(bearing(outcome, open.labels()));
    } else {
      OutcomeMemory.with(outcome, open.outcomes(), open.labels())
          .ifPresentOrElse(
              outcomes -> apply(open, outcome, outcomes),
              () -> count(JoinCounter.OUTCOME_OVERFLOW));
    }
  }

  private void apply(Open open, Outcome outcome, List<Outcome> outcomes) {
    List<OpenLabel> labels =
        open.labels().stream().map(l -> decide(open.prediction(), l, outcomes)).toList();
    boolean changed = !labels.equals(open.labels());
    count(changed ? JoinCounter.OUTCOME_APPLIED : bearing(outcome, open.labels()));
    state = new Open(open.prediction(), outcomes, labels);
  }

  private void hold(List<Held> waiting, Outcome outcome) {
    if (waiting.stream().anyMatch(held -> held.outcome().equals(outcome))) {
      count(JoinCounter.OUTCOME_DUPLICATE);
    } else if (waiting.size() >= OutcomeMemory.MAX_OUTCOMES) {
      count(JoinCounter.OUTCOME_OVERFLOW);
    } else {
      List<Held> all = new ArrayList<>(waiting);
      all.add(engine.hold(outcome, nowMs));
      state = new Waiting(all);
      count(JoinCounter.OUTCOME_HELD);
    }
  }

  /**
   * Opens the labels and decides them by all held outcomes at once: what was corrected before the
   * prediction came needs no revision. A held outcome that arrived after a label's close is late
   * for it, as it would be had the prediction been there.
   */
  private void open(Prediction prediction, List<OpenLabel> labels, List<Held> held) {
    List<OpenLabel> decided =
        labels.stream()
            .map(l -> decide(prediction, l, arrivedBefore(l.closesAtMs(), held)))
            .toList();
    List<Outcome> kept = new ArrayList<>();
    for (Held one : held) {
      List<OpenLabel> openThen =
          labels.stream().filter(l -> one.arrivedMs() < l.closesAtMs()).toList();
      countHeld(bearing(one.outcome(), openThen));
      if (openThen.stream().anyMatch(l -> l.covers(one.outcome()))) {
        kept.add(one.outcome());
      }
    }
    kept.sort(null);
    state = new Open(prediction, kept, decided);
  }

  private static List<Outcome> arrivedBefore(long endMs, List<Held> held) {
    return held.stream().filter(h -> h.arrivedMs() < endMs).map(Held::outcome).toList();
  }

  private void countHeld(JoinCounter bearing) {
    count(bearing);
    if (bearing == JoinCounter.OUTCOME_APPLIED) {
      count(JoinCounter.OUTCOME_HELD_APPLIED);
    }
  }

  private OpenLabel decide(Prediction prediction, OpenLabel label, List<Outcome> outcomes) {
    List<Outcome> inWindow = outcomes.stream().filter(label::covers).toList();
    Standing before = label.standing();
    return LabelDecision.decide(label.name(), inWindow)
        .filter(now -> before == null || !before.agreesWith(now))
        .map(now -> emit(prediction, label, now))
        .orElse(label);
  }

  private OpenLabel emit(Prediction prediction, OpenLabel label, Standing decided) {
    Standing before = label.standing();
    Standing standing = decided.withRevision(before == null ? 0 : before.revision() + 1);
    boolean provisional = nowMs < label.closesAtMs();
    emissions.add(new Emission.Labelled(prediction, label.name(), standing, before, provisional));
    count(before == null ? JoinCounter.JOINED : JoinCounter.REVISED, label.name());
    return label.with(standing);
  }

  private void passTime() {
    if (state instanceof Waiting waiting) {
      dropOrphans(waiting);
    } else if (state instanceof Open open) {
      closeLabels(open);
    }
    if (state instanceof Closed closed && closed.forgetAtMs() <= nowMs) {
      state = null;
    }
  }

  private void dropOrphans(Waiting waiting) {
    List<Held> kept =
        waiting.outcomes().stream().filter(held -> held.expiresAtMs() > nowMs).toList();
    for (int i = kept.size(); i < waiting.outcomes().size(); i++) {
      count(JoinCounter.OUTCOME_ORPHANED);
    }
    state = kept.isEmpty() ? null : new Waiting(kept);
  }

  private void closeLabels(Open open) {
    List<OpenLabel> stillOpen =
        open.labels().stream().filter(label -> label.closesAtMs() > nowMs).toList();
    open.labels().stream()
        .filter(label -> label.closesAtMs() <= nowMs && label.standing() == null)
        .forEach(label -> timeOut(open.prediction(), label));
    state =
        stillOpen.isEmpty()
            ? new Closed(engine.forgetAtMs(open.labels()))
            : new Open(open.prediction(), open.outcomes(), stillOpen);
  }

  private void timeOut(Prediction prediction, OpenLabel label) {
    switch (label.onTimeout()) {
      case NEGATIVE -> {
        emissions.add(new Emission.TimedOut(prediction, label.name()));
        count(JoinCounter.TIMED_OUT, label.name());
      }
      case UNLABELLED -> {
        emissions.add(new Emission.Unlabelled(prediction, label.name()));
        count(JoinCounter.UNLABELLED, label.name());
      }
    }
  }

  /** What an outcome that is not stored twice amounts to, given the labels that are open. */
  private static JoinCounter bearing(Outcome outcome, List<OpenLabel> open) {
    List<OpenLabel> concerned =
        open.stream().filter(l -> outcome.judgement(l.name()).isPresent()).toList();
    if (concerned.stream().anyMatch(label -> label.covers(outcome))) {
      return JoinCounter.OUTCOME_APPLIED;
    }
    if (!concerned.isEmpty()) {
      return JoinCounter.OUTCOME_OUTSIDE_WINDOW;
    }
    return outcome.judgements().isEmpty()
        ? JoinCounter.OUTCOME_NO_EVIDENCE
        : JoinCounter.OUTCOME_LATE;
  }

  private void count(JoinCounter counter) {
    counts.add(new JoinCount(counter, null));
  }

  private void count(JoinCounter counter, String label) {
    counts.add(new JoinCount(counter, label));
  }
}
