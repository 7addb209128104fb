package io.tidemark.training;

/** Why an example that was known is in no file. */
public enum LeftOut {
  /** It was predicted before or after the period. */
  PERIOD,
  /** It was predicted so shortly before a split that its label may tell of what came after. */
  EMBARGO,
  /**
   * Its window was open: outcomes come before time-outs, so that such examples are too positive.
   */
  OPEN,
  /** It has no label. */
  UNLABELLED,
  /** It is a negative for which another stands. */
  SAMPLED
}
