package io.tidemark.feature;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import java.util.EnumMap;
import java.util.Map;

/** Every aggregation there is, by the operation of a definition. */
final class Aggregations {
  private static final Map<AggregateOp, Factory> BY_OP = new EnumMap<>(AggregateOp.class);

  static {
    BY_OP.put(AggregateOp.COUNT, (parameters, windowMs) -> new CountAggregation());
    BY_OP.put(AggregateOp.SUM, (parameters, windowMs) -> new SumAggregation());
    BY_OP.put(AggregateOp.MEAN, (parameters, windowMs) -> new MeanAggregation());
    BY_OP.put(AggregateOp.MIN, (parameters, windowMs) -> ExtremeAggregation.minimum());
    BY_OP.put(AggregateOp.MAX, (parameters, windowMs) -> ExtremeAggregation.maximum());
    BY_OP.put(AggregateOp.LAST, (parameters, windowMs) -> new LastAggregation());
  }

  private Aggregations() {}

  /** Makes an aggregation. */
  private interface Factory {
    Aggregation create(AggregateParameters parameters, long windowMs);
  }

  /**
   * The aggregation of an operation.
   *
   * @param windowMs length of the window in milliseconds; 0 over all time and over a session
   */
  static Aggregation of(AggregateOp op, AggregateParameters parameters, long windowMs) {
    Factory factory = BY_OP.get(op);
    if (factory == null) {
      throw new IllegalArgumentException(
          "Unknown aggregation " + op + ": known are " + BY_OP.keySet() + ". Use one of these.");
    }
    return factory.create(parameters, windowMs);
  }
}
