package io.tidemark.feature.aggregate;

import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.AggregateParameters;
import java.util.EnumMap;
import java.util.Map;

/** Every aggregation there is, by the operation of a definition. */
public final class Aggregations {
  private static final Map<AggregateOp, Factory> BY_OP = new EnumMap<>(AggregateOp.class);

  static {
    BY_OP.put(AggregateOp.COUNT, (told, windowMs) -> new CountAggregation());
    BY_OP.put(AggregateOp.SUM, (told, windowMs) -> new SumAggregation());
    BY_OP.put(AggregateOp.MEAN, (told, windowMs) -> new MeanAggregation());
    BY_OP.put(AggregateOp.MIN, (told, windowMs) -> ExtremeAggregation.minimum());
    BY_OP.put(AggregateOp.MAX, (told, windowMs) -> ExtremeAggregation.maximum());
    BY_OP.put(AggregateOp.VARIANCE, (told, windowMs) -> new VarianceAggregation());
    BY_OP.put(AggregateOp.STDDEV, (told, windowMs) -> new DeviationAggregation());
    BY_OP.put(AggregateOp.FIRST, (told, windowMs) -> EdgeAggregation.first());
    BY_OP.put(AggregateOp.LAST, (told, windowMs) -> EdgeAggregation.last());
    BY_OP.put(AggregateOp.LAST_N, (told, windowMs) -> ReferenceAggregation.latest(told.size()));
    BY_OP.put(AggregateOp.DISTINCT, (told, windowMs) -> ReferenceAggregation.distinct(told.max()));
    BY_OP.put(
        AggregateOp.APPROX_DISTINCT,
        (told, windowMs) -> ReferenceAggregation.approximateDistinct());
    BY_OP.put(AggregateOp.QUANTILE, (told, windowMs) -> new QuantileAggregation(told.quantile()));
    BY_OP.put(
        AggregateOp.TOP_K,
        (told, windowMs) -> ReferenceAggregation.mostFrequent(told.size(), told.max()));
    BY_OP.put(AggregateOp.RATE, (told, windowMs) -> new RateAggregation(told.per(), windowMs));
    BY_OP.put(AggregateOp.DECAYED_SUM, (told, windowMs) -> DecayedAggregation.sum(told.halfLife()));
    BY_OP.put(
        AggregateOp.DECAYED_COUNT, (told, windowMs) -> DecayedAggregation.count(told.halfLife()));
    BY_OP.put(AggregateOp.TIME_SINCE_LAST, (told, windowMs) -> new RecencyAggregation());
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
  public static Aggregation of(AggregateOp op, AggregateParameters parameters, long windowMs) {
    Factory factory = BY_OP.get(op);
    if (factory == null) {
      throw new IllegalArgumentException(
          "Unknown aggregation " + op + ": known are " + BY_OP.keySet() + ". Use one of these.");
    }
    return factory.create(parameters, windowMs);
  }
}
