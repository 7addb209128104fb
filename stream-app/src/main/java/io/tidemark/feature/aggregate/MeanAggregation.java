package io.tidemark.feature.aggregate;

import io.tidemark.event.FieldType.Kind;

/**
 * The arithmetic mean: the exact sum divided by the count, rounded once; absent when there was no
 * number. Shares its state with the sum.
 */
final class MeanAggregation extends SumAggregation {

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    long count = cell.word(0);
    return count == 0 ? null : finiteOrAbsent(ExactSum.dividedBy(cell, TOTAL, count));
  }
}
