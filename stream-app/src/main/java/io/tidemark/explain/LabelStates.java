package io.tidemark.explain;

import io.tidemark.join.JoinState;
import io.tidemark.monitoring.labels.ModelLabels;

/**
 * What is known of requests and of models' labels, each of which one instance holds. Thread-safe.
 */
@FunctionalInterface
public interface LabelStates {

  /**
   * Looks for a request. Answers at once and asks no other process.
   *
   * @param hereOnly whether an answer from this instance alone is wanted: {@link Finding.Elsewhere}
   *     is none
   */
  Finding<JoinState> find(String model, String requestId, boolean hereOnly);

  /** Looks for what is known of all labels of a model, in the same way; nothing by default. */
  default Finding<ModelLabels> find(String model, boolean hereOnly) {
    return new Finding.Unknown<>();
  }
}
