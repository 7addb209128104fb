package io.tidemark.join;

/** One of the two sides of the join. */
public sealed interface JoinInput {
  /** A prediction. */
  record Predicted(Prediction prediction) implements JoinInput {}

  /**
   * An outcome, judged.
   *
   * @param readAt where it was read
   */
  record Happened(Outcome outcome, ReadAt readAt) implements JoinInput {}
}
