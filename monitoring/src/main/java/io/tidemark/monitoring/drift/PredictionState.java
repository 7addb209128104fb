package io.tidemark.monitoring.drift;

import java.util.List;

/** What became of predictions; those that are read are all the others together. */
public enum PredictionState {
  /** Came in. */
  READ,
  /** Is in the tiles of its minute, or was until every window had passed it. */
  COUNTED,
  /**
   * As counted, but over bins that were not in force any more: no window shows it unless they are
   * again.
   */
  OTHER_BINS,
  /** Came, or was counted, when every window had passed its minute. */
  LATE,
  /** Repeats a request of its model version. */
  DUPLICATE,
  /** Its model is not declared for the topic. */
  NO_MODEL;

  /** What whoever reads predictions counts of each model. */
  public static final List<PredictionState> OF_READER = List.of(READ, DUPLICATE);

  /** What the owner of a model version counts. */
  public static final List<PredictionState> OF_OWNER = List.of(COUNTED, OTHER_BINS, LATE);
}
