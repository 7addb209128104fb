package io.tidemark.monitoring.quality;

/** Where a labelled example counts; each in one of these. */
public enum LabelledPart {
  /** A score from 0 to 1 beside a label of 0 or 1: in every metric. */
  SCORED,
  /** Numbers, but the score is no probability or the label no yes or no: in errors alone. */
  NOT_PROBABILITY,
  /** The label has closed without a value: in no metric. */
  UNLABELLED,
  /** It weighs nothing: in no metric. */
  NO_WEIGHT,
  /** The prediction was logged without a score: in no metric. */
  NO_SCORE,
  /** The score is not a number or infinite: in no metric. */
  SCORE_NOT_FINITE,
  /** Weight or squared error are beyond 2 to the 50: in no metric. */
  BEYOND_RANGE
}
