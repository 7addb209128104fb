package io.tidemark.join;

import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.join.JoinState.Open;
import java.util.List;

/**
 * What one step of a request id does to its labels, each by itself: outcomes decide or correct it,
 * or its window closes.
 */
final class LabelSteps {
  private final JoinEngine engine;
  private final Moment at;
  private final List<Emission> emissions;
  private final List<JoinCount> counts;

  /**
   * Of a step in the making.
   *
   * @param emissions takes what is said, in order
   * @param counts takes what is counted
   */
  LabelSteps(JoinEngine engine, Moment at, List<Emission> emissions, List<JoinCount> counts) {
    this.engine = engine;
    this.at = at;
    this.emissions = emissions;
    this.counts = counts;
  }

  /** The label as the outcomes known of decide it. */
  OpenLabel decide(Open open, OpenLabel label) {
    if (!label.isOpen() && !label.isCorrectable()) {
      return label;
    }
    Standing before = label.standing();
    return LabelDecision.decide(label, open.outcomes())
        .filter(now -> before == null || label.isSilent() || !before.agreesWith(now.standing()))
        .map(now -> label.isOpen() ? stand(open, label, now) : correct(open, label, now))
        .orElse(label);
  }

  private OpenLabel stand(Open open, OpenLabel label, Decided now) {
    Standing before = label.standing();
    count(before == null ? JoinCounter.JOINED : JoinCounter.REVISED, label);
    Standing standing = now.standing().told(before == null ? 0 : before.told());
    boolean isOpen = at.nowMs() < label.closesAtMs();
    return label.with(
        isOpen && label.policy().emit() != Emit.AT_CLOSE
            ? tell(said(open, label, Grounds.soFar(open, label, now)), label, standing, true)
            : standing);
  }

  private Standing tell(Said said, OpenLabel label, Standing standing, boolean provisional) {
    Standing retracted = standing.told() == 0 ? null : label.standing();
    Standing told = standing.told(standing.told() + 1);
    emissions.add(new Emission.Labelled(said, told, retracted, provisional));
    return told;
  }

  /** Something was said at the close, if only that there was silence. */
  private OpenLabel correct(Open open, OpenLabel label, Decided now) {
    Standing before = label.standing();
    count(JoinCounter.LATE_CORRECTED, label);
    Standing told = now.standing().told(before == null ? 2 : before.told() + 1);
    boolean silent = label.isSilent();
    emissions.add(
        new Emission.Corrected(
            said(open, label, Grounds.soFar(open, label, now)),
            told,
            silent ? null : before,
            silent ? Silence.of(before) : null));
    return label.with(told);
  }

  /** The label once its window has closed; what came late and is read corrects it at once. */
  OpenLabel close(Open open, OpenLabel label) {
    return decide(open, sayAtClose(open, label));
  }

  private OpenLabel sayAtClose(Open open, OpenLabel label) {
    Standing standing = label.standing();
    if (standing == null) {
      boolean unjudged = LabelDecision.isUnjudged(label, open.outcomes());
      return timeOut(open, label, unjudged ? OnTimeout.UNLABELLED : label.policy().onTimeout());
    }
    boolean isSaid = standing.told() > 0 && label.policy().emit() == Emit.EAGER;
    Standing last =
        isSaid
            ? standing
            : tell(said(open, label, Grounds.atClose(open, label)), label, standing, false);
    return label.with(last).closed(Phase.DECIDED);
  }

  private OpenLabel timeOut(Open open, OpenLabel label, OnTimeout policy) {
    Silence silence =
        policy == OnTimeout.NEGATIVE ? engine.silence(label, open.prediction()) : null;
    Said said = said(open, label, Grounds.atClose(open, label));
    if (silence == null) {
      emissions.add(new Emission.Unlabelled(said));
      count(JoinCounter.UNLABELLED, label);
      return label.closed(Phase.UNLABELLED);
    }
    emissions.add(new Emission.TimedOut(said, silence));
    count(JoinCounter.TIMED_OUT, label);
    return label.with(silence.standingAt(label.untilMs())).closed(Phase.TIMED_OUT);
  }

  private Said said(Open open, OpenLabel label, Grounds grounds) {
    double negativeWeight = engine.negativeWeight(label, open.prediction());
    return new Said(open.prediction(), label.name(), label.policy(), negativeWeight, grounds);
  }

  private void count(JoinCounter counter, OpenLabel label) {
    counts.add(new JoinCount(counter, label.name()));
  }
}
