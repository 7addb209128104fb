package io.tidemark.monitoring.drift;

/** What became of a report of a minute: exactly one of these. */
public enum ReportOutcome {
  /** Its counts were added to those of the bins in force. */
  APPLIED,
  /** Its counts were kept, but over other bins than those in force: no window shows them now. */
  OTHER_BINS,
  /** No window holds its minute any more. */
  TOO_LATE,
  /** Its model is not declared, or not any more. */
  NO_MODEL;

  /** What that makes of the predictions in it. */
  public PredictionState ofPredictions() {
    return switch (this) {
      case APPLIED -> PredictionState.COUNTED;
      case OTHER_BINS -> PredictionState.OTHER_BINS;
      case TOO_LATE -> PredictionState.LATE;
      case NO_MODEL -> PredictionState.NO_MODEL;
    };
  }
}
