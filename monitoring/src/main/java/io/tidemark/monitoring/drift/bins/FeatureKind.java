package io.tidemark.monitoring.drift.bins;

/** How the values of a feature are binned. */
public enum FeatureKind {
  /** Values on a line: intervals between observed quantiles. */
  NUMERIC,
  /** Values without order: a dictionary of categories. */
  CATEGORICAL
}
