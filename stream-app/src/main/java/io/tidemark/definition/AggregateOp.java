package io.tidemark.definition;

import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;

/** The aggregations, by the name a definition uses in lower case. */
public enum AggregateOp {
  COUNT,
  SUM,
  MEAN,
  MIN,
  MAX,
  VARIANCE,
  STDDEV,
  FIRST,
  LAST,
  LAST_N,
  DISTINCT,
  APPROX_DISTINCT,
  QUANTILE,
  TOP_K,
  RATE,
  DECAYED_SUM,
  DECAYED_COUNT,
  TIME_SINCE_LAST;

  /** The type of the value over inputs of a kind; null stands for absent. */
  public FieldType resultType(Kind input) {
    Kind scalar = input == Kind.TIMESTAMP ? Kind.INT : input;
    return switch (this) {
      case COUNT -> FieldType.of(Kind.INT);
      case SUM -> FieldType.of(input == Kind.INT ? Kind.INT : Kind.DOUBLE);
      case DISTINCT, APPROX_DISTINCT, TIME_SINCE_LAST -> FieldType.of(Kind.INT).orNull();
      case MIN, MAX, FIRST, LAST -> FieldType.of(scalar).orNull();
      case LAST_N, TOP_K -> FieldType.listOf(FieldType.of(scalar)).orNull();
      default -> FieldType.of(Kind.DOUBLE).orNull();
    };
  }
}
