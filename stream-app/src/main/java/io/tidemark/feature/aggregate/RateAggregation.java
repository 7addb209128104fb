package io.tidemark.feature.aggregate;

import io.tidemark.event.FieldType.Kind;
import java.time.Duration;

/**
 * How many events there were, or the sum of numbers, per unit of time over the window: the exact
 * sum times the unit divided by the window, rounded once. Absent when there was none, and where
 * there is no window to divide by. Shares its state with the sum; an event counts as one.
 */
final class RateAggregation extends SumAggregation {
  private static final Long ONE = 1L;
  private static final double EXACT = 0x1p53;

  private final long perMs;
  private final long windowMs;

  /**
   * An aggregation.
   *
   * @param windowMs milliseconds; 0 where there is no window
   */
  RateAggregation(Duration per, long windowMs) {
    this.perMs = per.toMillis();
    this.windowMs = windowMs;
  }

  @Override
  public Object accept(Object input) {
    return input == Boolean.TRUE ? ONE : super.accept(input);
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    if (cell.word(0) == 0 || windowMs == 0) {
      return null;
    }
    double product = ExactSum.value(cell, TOTAL) * perMs;
    boolean isExact = ExactSum.isLong(cell, TOTAL) && Math.abs(product) < EXACT;
    return finiteOrAbsent(
        isExact
            ? product / windowMs
            : ExactSum.exact(cell, TOTAL).times(perMs).dividedBy(windowMs));
  }
}
