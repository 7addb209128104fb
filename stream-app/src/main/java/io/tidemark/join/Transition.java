package io.tidemark.join;

import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.join.JoinState.Closed;
import io.tidemark.join.JoinState.Held;
import io.tidemark.join.JoinState.Open;
import io.tidemark.join.JoinState.Waiting;
import java.util.ArrayList;
import java.util.List;

/** One step of one request id in the making: where it stands, and what it has said so far. */
final class Transition {
  private final JoinEngine engine;
  private final Moment at;
  private final List<Emission> emissions = new ArrayList<>();
  private final List<JoinCount> counts = new ArrayList<>();
  private JoinState state;

  /** Starts with what time alone has changed. */
  Transition(JoinEngine engine, JoinState state, Moment at) {
    this.engine = engine;
    this.at = at;
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
    if (engine.isForgotten(prediction, at.arrivedMs())) {
      count(JoinCounter.PREDICTION_EXPIRED);
      return;
    }
    List<OpenLabel> labels = engine.open(prediction, at.arrivedMs());
    count(JoinCounter.PREDICTION);
    open(prediction, labels, state instanceof Waiting waiting ? waiting.outcomes() : List.of());
    passTime();
  }

  void observe(Outcome outcome) {
    Arrival arrival = new Arrival(outcome, at.arrivedMs());
    if (state instanceof Open open) {
      Meeting meeting = new Meeting(engine, open.prediction());
      observe(open, meeting.of(arrival), meeting);
    } else if (state instanceof Closed) {
      count(bearing(outcome, List.of()));
    } else {
      hold(state instanceof Waiting waiting ? waiting.outcomes() : List.of(), arrival);
    }
  }

  private void observe(Open open, Arrival arrival, Meeting meeting) {
    Arrival known = equal(arrival, open.outcomes());
    if (known != null) {
      count(JoinCounter.OUTCOME_DUPLICATE);
      earlier(open, known, arrival);
    } else if (open.labels().stream().noneMatch(label -> label.takes(arrival))) {
      count(bearing(arrival.outcome(), inTime(open.labels(), arrival)));
    } else {
      countUnjudged(meeting, arrival);
      OutcomeMemory.with(arrival, open.outcomes(), open.labels())
          .ifPresentOrElse(
              outcomes -> apply(open, arrival, outcomes),
              () -> count(JoinCounter.OUTCOME_OVERFLOW));
    }
  }

  private static Arrival equal(Arrival arrival, List<Arrival> outcomes) {
    return outcomes.stream()
        .filter(other -> other.outcome().equals(arrival.outcome()))
        .findFirst()
        .orElse(null);
  }

  private static List<OpenLabel> inTime(List<OpenLabel> labels, Arrival arrival) {
    return labels.stream().filter(label -> label.isOpenAt(arrival.atMs())).toList();
  }

  /** A repeat that is read later may have come earlier, and in time. */
  private void earlier(Open open, Arrival known, Arrival repeat) {
    if (repeat.atMs() < known.atMs()) {
      List<Arrival> outcomes = new ArrayList<>(open.outcomes());
      outcomes.set(outcomes.indexOf(known), repeat);
      state = new Open(open.prediction(), outcomes, decide(open, outcomes));
    }
  }

  private List<OpenLabel> decide(Open open, List<Arrival> outcomes) {
    return open.labels().stream().map(l -> decide(open.prediction(), l, outcomes)).toList();
  }

  private void apply(Open open, Arrival arrival, List<Arrival> outcomes) {
    List<OpenLabel> labels = decide(open, outcomes);
    boolean changed = !labels.equals(open.labels());
    if (open.outcomes().stream().anyMatch(one -> one.outcome().repeats(arrival.outcome()))) {
      count(JoinCounter.OUTCOME_DUPLICATE);
    } else {
      count(
          changed
              ? JoinCounter.OUTCOME_APPLIED
              : bearing(arrival.outcome(), inTime(open.labels(), arrival)));
    }
    state = new Open(open.prediction(), outcomes, labels);
  }

  private void countUnjudged(Meeting meeting, Arrival arrival) {
    meeting.unjudged(arrival).forEach(label -> count(JoinCounter.OUTCOME_UNJUDGED, label));
  }

  private void hold(List<Held> waiting, Arrival arrival) {
    List<Held> all = new ArrayList<>(waiting);
    Arrival known = equal(arrival, waiting.stream().map(Held::arrival).toList());
    if (known != null) {
      count(JoinCounter.OUTCOME_DUPLICATE);
      all.replaceAll(held -> held.arrival().equals(known) ? earlier(held, arrival) : held);
    } else if (waiting.size() >= OutcomeMemory.MAX_OUTCOMES) {
      count(JoinCounter.OUTCOME_OVERFLOW);
    } else {
      all.add(engine.hold(arrival));
      count(JoinCounter.OUTCOME_HELD);
    }
    state = new Waiting(all);
  }

  private Held earlier(Held held, Arrival repeat) {
    return repeat.atMs() < held.arrival().atMs() ? engine.hold(repeat) : held;
  }

  /**
   * Opens the labels and decides them by all held outcomes at once: what was corrected before the
   * prediction came needs no revision. A held outcome that arrived after a label's close is late
   * for it, as it would be had the prediction been there.
   */
  private void open(Prediction prediction, List<OpenLabel> labels, List<Held> held) {
    Meeting meeting = new Meeting(engine, prediction);
    List<Arrival> arrivals = meeting.ofAll(held.stream().map(Held::arrival).toList());
    for (int i = arrivals.size(); i < held.size(); i++) {
      count(JoinCounter.OUTCOME_DUPLICATE);
    }
    List<OpenLabel> decided = labels.stream().map(l -> decide(prediction, l, arrivals)).toList();
    List<Arrival> kept = new ArrayList<>();
    for (Arrival one : arrivals) {
      countUnjudged(meeting, one);
      boolean repeat = kept.stream().anyMatch(other -> other.outcome().repeats(one.outcome()));
      countHeld(
          repeat ? JoinCounter.OUTCOME_DUPLICATE : bearing(one.outcome(), inTime(labels, one)));
      if (labels.stream().anyMatch(label -> label.takes(one))) {
        kept.add(one);
      }
    }
    kept.sort(null);
    state = new Open(prediction, kept, decided);
  }

  private void countHeld(JoinCounter bearing) {
    count(bearing);
    if (bearing == JoinCounter.OUTCOME_APPLIED) {
      count(JoinCounter.OUTCOME_HELD_APPLIED);
    }
  }

  private OpenLabel decide(Prediction prediction, OpenLabel label, List<Arrival> outcomes) {
    Standing before = label.standing();
    return LabelDecision.decide(label, outcomes)
        .filter(now -> before == null || !before.agreesWith(now))
        .map(now -> stand(prediction, label, now))
        .orElse(label);
  }

  private OpenLabel stand(Prediction prediction, OpenLabel label, Standing decided) {
    Standing before = label.standing();
    count(before == null ? JoinCounter.JOINED : JoinCounter.REVISED, label.name());
    Standing standing = decided.told(before == null ? 0 : before.told());
    boolean isOpen = at.nowMs() < label.closesAtMs();
    return label.with(
        isOpen && label.policy().emit() != Emit.AT_CLOSE
            ? tell(prediction, label, standing, true)
            : standing);
  }

  private Standing tell(
      Prediction prediction, OpenLabel label, Standing standing, boolean provisional) {
    Standing retracted = standing.told() == 0 ? null : label.standing();
    Standing told = standing.told(standing.told() + 1);
    emissions.add(new Emission.Labelled(prediction, label.name(), told, retracted, provisional));
    return told;
  }

  private void passTime() {
    if (state instanceof Waiting waiting) {
      dropOrphans(waiting);
    } else if (state instanceof Open open) {
      closeLabels(open);
    }
    if (state instanceof Closed closed && closed.forgetAtMs() <= at.nowMs()) {
      state = null;
    }
  }

  private void dropOrphans(Waiting waiting) {
    List<Held> kept =
        waiting.outcomes().stream().filter(held -> held.expiresAtMs() > at.nowMs()).toList();
    for (int i = kept.size(); i < waiting.outcomes().size(); i++) {
      count(JoinCounter.OUTCOME_ORPHANED);
    }
    state = kept.isEmpty() ? null : new Waiting(kept);
  }

  private void closeLabels(Open open) {
    List<OpenLabel> stillOpen =
        open.labels().stream().filter(label -> label.closesAtMs() > at.nowMs()).toList();
    open.labels().stream()
        .filter(label -> label.closesAtMs() <= at.nowMs())
        .forEach(label -> close(open, label));
    state =
        stillOpen.isEmpty()
            ? new Closed(engine.forgetAtMs(open.labels()))
            : new Open(open.prediction(), open.outcomes(), stillOpen);
  }

  private void close(Open open, OpenLabel label) {
    Standing standing = label.standing();
    if (standing == null) {
      boolean unjudged = LabelDecision.isUnjudged(label, open.outcomes());
      timeOut(
          open.prediction(), label, unjudged ? OnTimeout.UNLABELLED : label.policy().onTimeout());
    } else if (standing.told() == 0 || label.policy().emit() != Emit.EAGER) {
      tell(open.prediction(), label, standing, false);
    }
  }

  private void timeOut(Prediction prediction, OpenLabel label, OnTimeout silence) {
    switch (silence) {
      case NEGATIVE -> {
        Silence said = engine.silence(label, prediction);
        if (said == null) {
          timeOut(prediction, label, OnTimeout.UNLABELLED);
          return;
        }
        emissions.add(new Emission.TimedOut(prediction, label.name(), said));
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
    return outcome.isJudged() && outcome.judgements().isEmpty()
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
