package io.tidemark.join;

/** One of the two sides of the join. */
public sealed interface JoinInput {
  /** A prediction. */
  record Predicted(Prediction prediction) implements JoinInput {}

  /** An outcome, judged. */
  record Happened(Outcome outcome) implements JoinInput {}
}
