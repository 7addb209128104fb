package io.tidemark.join;

import io.tidemark.definition.Model;
import io.tidemark.event.Fields;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The join of one model, as a function from the state of a request id and one input to the next
 * state. Thread-safe; holds no state and no clock.
 *
 * <p>{@code nowMs} is the clock that closes windows: the caller decides whether that is the wall
 * clock or stream time, and lets it pass an instant only when everything that arrived until then
 * has been given here. Every call first applies what time alone has changed by {@code nowMs}, so a
 * timer that fires late changes no result. A window that ends at {@code t + window} with a grace
 * accepts an outcome dated up to and including {@code t + window} that arrives up to and including
 * {@code t + window + grace}; one millisecond later the label is closed. What arrived later is late
 * also where it is read before the clock has come so far.
 *
 * <p>What outcomes decide about a label depends on the set inside its window alone, not on the
 * order in which they are read: {@link LabelDecision} states the rule. What arrives after the close
 * and inside the late horizon corrects the label, where its policy says so, by the same rule over
 * all that came; one that could not be judged corrects nothing. Else it is counted and never
 * joined.
 *
 * <p>Where outcomes may exist that are not known, silence is no negative. A prediction that arrives
 * after its window is given the grace from then on; one that arrives after window and grace, or
 * when outcomes are held no longer ({@link JoinHorizons#hold}), becomes unlabelled without one. So
 * does one with an outcome that could not be judged.
 */
public final class JoinEngine {
  private final List<Model.Label> labels;
  private final JoinHorizons horizons;
  private final OutcomeJudge judge;
  private final Function<Prediction, Fields> logged;

  /** From a prediction that came in time to the end of its last label, late horizon included. */
  private final long longestMs;

  /** An engine for labels that read no prediction. */
  public JoinEngine(List<Model.Label> labels, JoinHorizons horizons) {
    this(labels, horizons, new OutcomeJudge(List.of()), prediction -> name -> null);
  }

  /**
   * @param labels the model's labels, at least one
   * @param horizons what is remembered outside the windows
   * @param judge judges what takes the prediction to be judged
   * @param logged the fields of a prediction as it was logged; asked only where they are read
   */
  public JoinEngine(
      List<Model.Label> labels,
      JoinHorizons horizons,
      OutcomeJudge judge,
      Function<Prediction, Fields> logged) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException(
          "No labels to join: a model with outcomes must declare at least one. Add one to"
              + " outcomes.labels.");
    }
    this.labels = List.copyOf(labels);
    this.horizons = horizons;
    this.judge = judge;
    this.logged = logged;
    this.longestMs = labels.stream().mapToLong(JoinEngine::lengthMs).max().orElseThrow() + 1;
  }

  private static long lengthMs(Model.Label label) {
    Duration horizon = label.policy().late().horizon();
    return label.window().plus(label.grace()).plus(horizon).toMillis();
  }

  /**
   * A prediction arrived.
   *
   * @param state the state of its request id, or {@code null}
   */
  public Step onPrediction(JoinState state, Prediction prediction, Moment at) {
    Transition transition = new Transition(this, state, at);
    transition.predict(prediction);
    return transition.step();
  }

  /**
   * A prediction arrived about an entity that was erased after it was made: it opens nothing, and
   * what waited for it goes.
   *
   * @param state the state of its request id, or {@code null}
   */
  public Step onErasedPrediction(JoinState state, Prediction prediction, Moment at) {
    Transition transition = new Transition(this, state, at);
    transition.predictErased(forgetAtMs(Instants.plus(prediction.timeMs(), longestMs)));
    return transition.step();
  }

  /**
   * An entity that a request is about is erased. What was counted of its labels stays counted;
   * those that nothing has decided or closed are counted as erased. Nothing is published, and no
   * time passes.
   *
   * @param state the state of the request id, or {@code null}
   */
  public Step onErasure(JoinState state) {
    if (state instanceof JoinState.Open open) {
      List<JoinCount> counts =
          open.labels().stream()
              .filter(label -> open.pending(label.name()))
              .map(label -> new JoinCount(JoinCounter.ERASED, label.name()))
              .toList();
      JoinState erased = new JoinState.Erased(forgetAtMs(open.labels()));
      return new Step(erased, List.of(), counts, List.of());
    }
    JoinState next =
        state instanceof JoinState.Ended ended ? new JoinState.Erased(ended.forgetAtMs()) : state;
    return new Step(next, List.of(), List.of(), List.of());
  }

  /** The longest that a request has a label which is not closed for good, from its prediction. */
  public Duration longest() {
    return Duration.ofMillis(longestMs);
  }

  /**
   * An outcome arrived.
   *
   * @param state the state of its request id, or {@code null}
   * @param readAt where it was read
   */
  public Step onOutcome(JoinState state, Outcome outcome, ReadAt readAt, Moment at) {
    Transition transition = new Transition(this, state, at);
    transition.observe(outcome, readAt);
    return transition.step();
  }

  /**
   * Nothing arrived, but time has passed: labels close, held outcomes become orphans, closed
   * request ids are forgotten. Calling it early or twice changes nothing.
   *
   * @param state the state of the request id, or {@code null}
   */
  public Step onTime(JoinState state, long nowMs) {
    return new Transition(this, state, new Moment(nowMs, nowMs)).step();
  }

  /** The labels of a prediction as they are when it comes. */
  public List<OpenLabel> open(Prediction prediction, long arrivedMs) {
    return labels.stream()
        .map(label -> OpenLabel.open(label, prediction.timeMs(), arrivedMs, horizons))
        .toList();
  }

  /** The outcome with nothing left to be judged. */
  Arrival judge(Arrival arrival, Prediction prediction) {
    Outcome outcome = arrival.outcome();
    return outcome.isJudged()
        ? arrival
        : new Arrival(judge.judge(outcome, logged.apply(prediction)), arrival.atMs());
  }

  /** What no outcome says about a label; {@code null} where that cannot be told. */
  Silence silence(OpenLabel label, Prediction prediction) {
    return judge.silence(label.name(), logged.apply(prediction));
  }

  /** For how many examples of value 0 one of a label stands; 0 where it is left out. */
  double negativeWeight(OpenLabel label, Prediction prediction) {
    return new NegativeSampling(label.policy().sampling())
        .weight(prediction, logged.apply(prediction));
  }

  /** Longer by the skew, so that every outcome is still held for a prediction within the hold. */
  long heldUntilMs(Arrival arrival) {
    long sinceMs = Math.max(arrival.outcome().timeMs(), arrival.atMs());
    return Instants.plus(sinceMs, horizons.hold().plus(horizons.skew()).toMillis());
  }

  /**
   * Whether a prediction is so old that its request id may have been labelled and forgotten.
   *
   * @param timeMs when it was made, milliseconds since the Unix epoch
   * @param arrivedMs when it came, by the clock that closes windows
   */
  public boolean isForgotten(long timeMs, long arrivedMs) {
    return forgetAtMs(Instants.plus(timeMs, longestMs)) <= arrivedMs;
  }

  /** When a request id whose labels are these is forgotten. */
  long forgetAtMs(List<OpenLabel> closed) {
    return forgetAtMs(closed.stream().mapToLong(OpenLabel::horizonMs).max().orElseThrow());
  }

  private long forgetAtMs(long closedMs) {
    return Instants.plus(closedMs, horizons.closedMemory().toMillis());
  }
}
