package io.tidemark.feature;

import io.tidemark.definition.AggregateOp;
import java.util.Map;

/** Every aggregation there is, by the operation of a definition. */
final class Aggregations {
  private static final Map<AggregateOp, Aggregation> BY_OP =
      Map.of(
          AggregateOp.COUNT, new CountAggregation(),
          AggregateOp.SUM, new SumAggregation(),
          AggregateOp.MEAN, new MeanAggregation(),
          AggregateOp.MIN, ExtremeAggregation.minimum(),
          AggregateOp.MAX, ExtremeAggregation.maximum(),
          AggregateOp.LAST, new LastAggregation());

  private Aggregations() {}

  static Aggregation of(AggregateOp op) {
    Aggregation aggregation = BY_OP.get(op);
    if (aggregation == null) {
      throw new IllegalArgumentException(
          "Unknown aggregation " + op + ": known are " + BY_OP.keySet() + ". Use one of these.");
    }
    return aggregation;
  }
}
