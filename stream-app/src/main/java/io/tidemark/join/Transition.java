package io.tidemark.join;

import io.tidemark.join.JoinState.Closed;
import io.tidemark.join.JoinState.Ended;
import io.tidemark.join.JoinState.Erased;
import io.tidemark.join.JoinState.Held;
import io.tidemark.join.JoinState.Open;
import io.tidemark.join.JoinState.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One step of one request id in the making: where it stands, and what it has said so far. */
final class Transition {
  private final JoinEngine engine;
  private final Moment at;
  private final List<Emission> emissions = new ArrayList<>();
  private final List<JoinCount> counts = new ArrayList<>();
  private final List<Fate> fates = new ArrayList<>();
  private final LabelSteps steps;
  private JoinState state;

  /** Starts with what time alone has changed. */
  Transition(JoinEngine engine, JoinState state, Moment at) {
    this.engine = engine;
    this.at = at;
    this.state = state;
    this.steps = new LabelSteps(engine, at, emissions, counts);
    passTime();
  }

  Step step() {
    return new Step(state, emissions, counts, fates);
  }

  void predict(Prediction prediction) {
    if (repeats()) {
      return;
    }
    if (engine.isForgotten(prediction.timeMs(), at.arrivedMs())) {
      count(JoinCounter.PREDICTION_EXPIRED);
      return;
    }
    List<OpenLabel> labels = engine.open(prediction, at.arrivedMs());
    count(JoinCounter.PREDICTION);
    List<Held> held = state instanceof Waiting waiting ? waiting.outcomes() : List.of();
    open(prediction, labels, stillHeldAt(at.arrivedMs(), held));
    passTime();
  }

  /** What waited for it goes with it. */
  void predictErased(long forgetAtMs) {
    if (!repeats()) {
      count(JoinCounter.PREDICTION_ERASED);
      if (state instanceof Waiting waiting) {
        waiting.outcomes().forEach(held -> leave(held.readAt()));
      }
      state = new Erased(forgetAtMs);
      passTime();
    }
  }

  private boolean repeats() {
    boolean known = state instanceof Open || state instanceof Ended;
    if (known) {
      count(JoinCounter.PREDICTION_REPEATED);
    }
    return known;
  }

  private void leave(ReadAt erased) {
    say(erased, Fate.Kind.SETTLED);
    count(JoinCounter.OUTCOME_ERASED);
  }

  void observe(Outcome outcome, ReadAt readAt) {
    Arrival arrival = new Arrival(outcome, at.arrivedMs());
    if (state instanceof Open open) {
      observe(open, engine.judge(arrival, open.prediction()), readAt);
    } else if (state instanceof Closed closed) {
      say(readAt, Fate.Kind.SETTLED);
      count(Bearing.of(outcome, List.of()));
      countLate(arrival, closed.labels(), Set.of());
    } else if (state instanceof Erased) {
      leave(readAt);
    } else {
      hold(state instanceof Waiting waiting ? waiting.outcomes() : List.of(), arrival, readAt);
    }
  }

  /** One that was to be given up before the prediction came is so whichever is read first. */
  private void observe(Open open, Arrival arrival, ReadAt readAt) {
    if (engine.heldUntilMs(arrival) <= open.arrivedMs()) {
      say(readAt, Fate.Kind.HELD);
      count(JoinCounter.OUTCOME_HELD);
      orphan(readAt);
    } else {
      say(readAt, Fate.Kind.SETTLED);
      observe(open, arrival);
    }
  }

  private void observe(Open open, Arrival arrival) {
    Arrival known = OutcomeMemory.equal(arrival, open.outcomes());
    if (known != null) {
      count(JoinCounter.OUTCOME_DUPLICATE);
      earlier(open, known, arrival);
      return;
    }
    countLate(open.labels(), arrival);
    if (open.labels().stream().noneMatch(label -> label.keeps(arrival))) {
      count(Bearing.of(arrival.outcome(), Bearing.inTime(open.labels(), arrival)));
    } else {
      countUnjudged(arrival);
      OutcomeMemory.with(arrival, open.outcomes(), open.labels())
          .ifPresentOrElse(
              outcomes -> apply(open, arrival, outcomes),
              () -> count(JoinCounter.OUTCOME_OVERFLOW));
    }
  }

  /** A repeat that is read later may have come earlier, and in time. */
  private void earlier(Open open, Arrival known, Arrival repeat) {
    if (repeat.atMs() < known.atMs()) {
      List<Arrival> outcomes = new ArrayList<>(open.outcomes());
      outcomes.set(outcomes.indexOf(known), repeat);
      state = open.with(outcomes, decide(open, outcomes));
    }
  }

  private List<OpenLabel> decide(Open open, List<Arrival> outcomes) {
    Open known = open.with(outcomes, open.labels());
    return open.labels().stream().map(label -> steps.decide(known, label)).toList();
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
              : Bearing.of(arrival.outcome(), Bearing.inTime(open.labels(), arrival)));
    }
    state = open.with(outcomes, labels);
  }

  private void countUnjudged(Arrival arrival) {
    arrival.outcome().judgements().stream()
        .filter(judgement -> !judgement.speaks())
        .forEach(judgement -> count(JoinCounter.OUTCOME_UNJUDGED, judgement.label()));
  }

  private void hold(List<Held> waiting, Arrival arrival, ReadAt readAt) {
    List<Held> all = new ArrayList<>(waiting);
    Arrival known = OutcomeMemory.equal(arrival, waiting.stream().map(Held::arrival).toList());
    boolean room = waiting.size() < OutcomeMemory.MAX_OUTCOMES;
    say(readAt, known == null && room ? Fate.Kind.HELD : Fate.Kind.SETTLED);
    if (known != null) {
      count(JoinCounter.OUTCOME_DUPLICATE);
      all.replaceAll(held -> held.arrival().equals(known) ? earlier(held, arrival) : held);
    } else if (!room) {
      count(JoinCounter.OUTCOME_OVERFLOW);
    } else {
      all.add(held(arrival, readAt));
      count(JoinCounter.OUTCOME_HELD);
    }
    state = new Waiting(all);
  }

  private Held earlier(Held held, Arrival repeat) {
    return repeat.atMs() < held.arrival().atMs() ? held(repeat, held.readAt()) : held;
  }

  private Held held(Arrival arrival, ReadAt readAt) {
    return new Held(arrival, engine.heldUntilMs(arrival), readAt);
  }

  /**
   * Opens the labels and decides them by all held outcomes at once: what was corrected before the
   * prediction came needs no revision. A held outcome that arrived after a label's close is late
   * for it, as it would be had the prediction been there.
   */
  private void open(Prediction prediction, List<OpenLabel> labels, List<Held> held) {
    List<Arrival> arrivals = judged(prediction, held);
    for (int i = arrivals.size(); i < held.size(); i++) {
      count(JoinCounter.OUTCOME_DUPLICATE);
    }
    List<OpenLabel> decided =
        decide(new Open(prediction, at.arrivedMs(), arrivals, labels), arrivals);
    List<Arrival> kept = new ArrayList<>();
    for (Arrival one : arrivals) {
      countUnjudged(one);
      boolean repeat = kept.stream().anyMatch(other -> other.outcome().repeats(one.outcome()));
      countHeld(
          repeat
              ? JoinCounter.OUTCOME_DUPLICATE
              : Bearing.of(one.outcome(), Bearing.inTime(labels, one)));
      countLate(labels, one);
      if (labels.stream().anyMatch(label -> label.keeps(one))) {
        kept.add(one);
      }
    }
    kept.sort(null);
    held.forEach(one -> say(one.readAt(), Fate.Kind.SETTLED));
    state = new Open(prediction, at.arrivedMs(), kept, decided);
  }

  /**
   * Outcomes that are equal once they are judged are one, which came when the first of them did.
   */
  private List<Arrival> judged(Prediction prediction, List<Held> held) {
    Map<Outcome, Arrival> distinct = new LinkedHashMap<>();
    for (Held one : held) {
      Arrival arrival = engine.judge(one.arrival(), prediction);
      distinct.merge(arrival.outcome(), arrival, (a, b) -> a.atMs() <= b.atMs() ? a : b);
    }
    return List.copyOf(distinct.values());
  }

  private void countHeld(JoinCounter bearing) {
    count(bearing);
    if (bearing == JoinCounter.OUTCOME_APPLIED) {
      count(JoinCounter.OUTCOME_HELD_APPLIED);
    }
  }

  private void passTime() {
    if (state instanceof Waiting waiting) {
      List<Held> kept = stillHeldAt(at.nowMs(), waiting.outcomes());
      state = kept.isEmpty() ? null : new Waiting(kept);
    } else if (state instanceof Open open) {
      closeLabels(open);
    }
    if (state instanceof Ended ended && ended.forgetAtMs() <= at.nowMs()) {
      state = null;
    }
  }

  /** Those whose hold has not ended; the others are orphans. */
  private List<Held> stillHeldAt(long instantMs, List<Held> held) {
    List<Held> kept = new ArrayList<>();
    for (Held one : held) {
      if (one.expiresAtMs() > instantMs) {
        kept.add(one);
      } else {
        orphan(one.readAt());
      }
    }
    return kept;
  }

  private void orphan(ReadAt readAt) {
    count(JoinCounter.OUTCOME_ORPHANED);
    say(readAt, Fate.Kind.ORPHANED);
  }

  /** What is said at the close is of what came in time; what came late and is read corrects it. */
  private void closeLabels(Open open) {
    List<OpenLabel> labels =
        open.labels().stream()
            .map(label -> isDue(label) ? steps.close(open, label) : label)
            .filter(label -> label.isOpen() || label.horizonMs() > at.nowMs())
            .toList();
    boolean over = labels.stream().noneMatch(label -> label.isOpen() || label.isCorrectable());
    state =
        over
            ? new Closed(
                engine.forgetAtMs(open.labels()), labels.stream().map(ClosedLabel::of).toList())
            : open.with(open.outcomes(), labels);
  }

  private boolean isDue(OpenLabel label) {
    return label.isOpen() && label.closesAtMs() <= at.nowMs();
  }

  /** By label what came after its close and corrects nothing; a label not here is long closed. */
  private void countLate(List<OpenLabel> labels, Arrival arrival) {
    Set<String> hearing =
        Bearing.inTime(labels, arrival).stream().map(OpenLabel::name).collect(Collectors.toSet());
    countLate(arrival, labels.stream().map(ClosedLabel::of).toList(), hearing);
  }

  private void countLate(Arrival arrival, List<ClosedLabel> labels, Set<String> hearing) {
    for (Judgement judgement : arrival.outcome().judgements()) {
      if (!hearing.contains(judgement.label())) {
        Optional<ClosedLabel> inHorizon =
            labels.stream()
                .filter(label -> label.name().equals(judgement.label()))
                .filter(label -> arrival.atMs() < label.horizonMs())
                .findFirst();
        if (inHorizon.isEmpty()) {
          count(JoinCounter.LATE_BEYOND, judgement.label());
        } else if (inHorizon.get().covers(arrival.outcome())) {
          count(JoinCounter.LATE_IGNORED, judgement.label());
        }
      }
    }
  }

  private void say(ReadAt outcome, Fate.Kind fate) {
    fates.add(new Fate(outcome, fate));
  }

  private void count(JoinCounter counter) {
    counts.add(new JoinCount(counter, null));
  }

  private void count(JoinCounter counter, String label) {
    counts.add(new JoinCount(counter, label));
  }
}
