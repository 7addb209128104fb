package io.tidemark.feature.aggregate;

import io.tidemark.event.FieldType.Kind;

/**
 * The standard deviation of numbers as a population: the root of the variance rounded to a double,
 * rounded once more, so within one unit in the last place of the true value. It has a value
 * wherever that is in the range of a double, also where the variance is not. Shares its state with
 * the variance.
 */
final class DeviationAggregation extends VarianceAggregation {

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    if (cell.word(0) == 0) {
      return null;
    }
    double quick = quickVariance(cell);
    return quick > 0 ? (Double) Math.sqrt(quick) : exactly(cell);
  }

  private static Double exactly(Cell cell) {
    // An even power of two brings the variance near 1, where it neither over- nor underflows.
    BinaryReal numerator = numerator(cell);
    int half = -(numerator.exponent() + numerator.unscaled().bitLength()) / 2;
    return SumAggregation.finiteOrAbsent(Math.scalb(Math.sqrt(variance(cell, 2 * half)), -half));
  }
}
