package io.tidemark.kafka.join;

import io.tidemark.join.Outcome;
import io.tidemark.join.Prediction;

/** One of the two sides of the join. */
sealed interface JoinInput {
  /** A prediction. */
  record Predicted(Prediction prediction) implements JoinInput {}

  /** An outcome, judged. */
  record Happened(Outcome outcome) implements JoinInput {}
}
