package io.tidemark.join;

import java.util.List;

/** What an outcome amounts to for the labels that are open. */
final class Bearing {
  private Bearing() {}

  /** The labels that may still hear of what arrives then. */
  static List<OpenLabel> inTime(List<OpenLabel> labels, Arrival arrival) {
    return labels.stream().filter(label -> label.hearsAt(arrival.atMs())).toList();
  }

  /** What an outcome that is not stored twice amounts to, given the labels that are open. */
  static JoinCounter of(Outcome outcome, List<OpenLabel> open) {
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
}
