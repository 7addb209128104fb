package io.tidemark.monitoring.metrics;

/** Who has read the inputs of a join. */
public enum ReadingStage {
  /** The tasks that read the topics of predictions and outcomes have, and have committed it. */
  INPUTS,
  /** The task that closes labels has, too: no label whose window ends later is closed. */
  LABELS
}
