package io.tidemark.join;

import io.tidemark.join.JoinState.Open;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a step means for the counts of labels by cohort. It compares the state before with the one
 * after, so that each label is opened once and settled once, whichever way the step took: a label
 * that was opened without a cohort, by a definition before this one, is never counted.
 */
public final class LabelMoves {
  private final JoinEngine engine;

  public LabelMoves(JoinEngine engine) {
    this.engine = engine;
  }

  /**
   * The moves of one step.
   *
   * @param before the state it started with, or {@code null}
   * @param arrived the prediction that the step was about, or {@code null}
   * @param arrivedMs when that came
   */
  public List<LabelMove> of(JoinState before, Prediction arrived, long arrivedMs, Step step) {
    List<LabelMove> moves = new ArrayList<>();
    List<OpenLabel> left = waiting(step.state());
    List<OpenLabel> had = waiting(before);
    if (hasOpened(step)) {
      had.forEach(label -> settle(((Open) before).prediction(), label, List.of(), moves));
      for (OpenLabel label : engine.open(arrived, arrivedMs)) {
        add(move(arrived, label, true, isNone(label, left)), moves);
      }
    } else {
      had.forEach(label -> settle(((Open) before).prediction(), label, left, moves));
    }
    return moves;
  }

  private static boolean hasOpened(Step step) {
    return step.counts().stream().anyMatch(count -> count.counter() == JoinCounter.PREDICTION);
  }

  private static List<OpenLabel> waiting(JoinState state) {
    return state instanceof Open open
        ? open.labels().stream().filter(label -> label.isOpen() || label.isCorrectable()).toList()
        : List.of();
  }

  private static void settle(
      Prediction prediction, OpenLabel label, List<OpenLabel> left, List<LabelMove> moves) {
    if (isNone(label, left)) {
      add(move(prediction, label, false, true), moves);
    }
  }

  private static boolean isNone(OpenLabel label, List<OpenLabel> left) {
    return left.stream().noneMatch(other -> other.name().equals(label.name()));
  }

  private static LabelMove move(
      Prediction prediction, OpenLabel label, boolean opened, boolean settled) {
    return new LabelMove(prediction, label.name(), label.policy().cohort(), opened, settled);
  }

  private static void add(LabelMove move, List<LabelMove> moves) {
    if (!move.cohort().isZero()) {
      moves.add(move);
    }
  }

  /**
   * The length of the cohorts by which the label of an emission is measured; zero where it is not.
   *
   * @param before the state its step started with, or {@code null}
   */
  public Duration cohort(Emission emission, JoinState before, long arrivedMs) {
    List<OpenLabel> labels =
        before instanceof Open open && open.prediction().equals(emission.prediction())
            ? open.labels()
            : engine.open(emission.prediction(), arrivedMs);
    return labels.stream()
        .filter(label -> label.name().equals(emission.label()))
        .map(label -> label.policy().cohort())
        .findFirst()
        .orElse(Duration.ZERO);
  }
}
