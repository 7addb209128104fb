package io.tidemark.definition;

/** The aggregations, by the name a definition uses in lower case. */
public enum AggregateOp {
  COUNT,
  SUM,
  MEAN,
  MIN,
  MAX,
  LAST
}
