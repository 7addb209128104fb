package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.event.FieldType.Kind;
import java.math.BigInteger;

/**
 * The variance of numbers as a population (divided by their count), from the exact sums of them and
 * of their squares: {@code (n·Σx² − (Σx)²) / n²}, rounded once, so it is the nearest double to the
 * true value and exactly 0 of equal inputs. Absent when there was none, and past the range of a
 * double.
 *
 * <p>Words: how many numbers, their sum in two parts, the sum of squares in three (an {@link
 * Expansion} each). Where these do not hold both, the reference does and the parts are zero.
 */
class VarianceAggregation implements Aggregation {
  private static final int SUM = 1;
  private static final int SUM_PARTS = 2;
  private static final int SQUARES = SUM + SUM_PARTS;
  private static final int SQUARES_PARTS = 3;

  /** Within these a square and its rounding error are normal doubles. */
  private static final double SQUARE_SAFE_HIGH = 0x1p450;

  private static final double SQUARE_SAFE_LOW = 0x1p-450;

  /** Below, every whole number is a double. */
  private static final double WHOLE_SAFE = 0x1p53;

  /** Up to here the square of a count is a double. */
  private static final double COUNT_SAFE = 0x1p26;

  /** From here on rounding errors of the sums are normal doubles. */
  private static final double SQUARES_SAFE_LOW = 0x1p-800;

  /** The sums where doubles do not suffice. Immutable. */
  private record Exact(BinaryReal sum, BinaryReal squares) {
    Exact plus(Exact other) {
      return new Exact(sum.plus(other.sum), squares.plus(other.squares));
    }
  }

  @Override
  public String state() {
    return "variance";
  }

  @Override
  public int words() {
    return 1 + SUM_PARTS + SQUARES_PARTS;
  }

  @Override
  public int refs() {
    return 1;
  }

  @Override
  public Object accept(Object input) {
    return Inputs.number(input);
  }

  @Override
  public void add(Cell cell, Object value, long timeMs) {
    double x = ((Number) value).doubleValue();
    boolean isDouble = value instanceof Double || Math.abs(x) < WHOLE_SAFE;
    cell.word(0, cell.word(0) + 1);
    if (!isDouble || !addParts(cell, x)) {
      BinaryReal number = isDouble ? BinaryReal.of(x) : BinaryReal.of((long) (Long) value);
      store(cell, exact(cell).plus(new Exact(number, number.times(number))));
    }
  }

  private static boolean addParts(Cell cell, double x) {
    double size = Math.abs(x);
    if (cell.ref() != null || size > SQUARE_SAFE_HIGH || (size < SQUARE_SAFE_LOW && x != 0.0)) {
      return false;
    }
    double square = x * x;
    double[] sum = sum(cell);
    double[] squares = squares(cell);
    if (Expansion.add(sum, x)
        && Expansion.add(squares, square)
        && Expansion.add(squares, Math.fma(x, x, -square))) {
      parts(cell, sum, squares);
      return true;
    }
    return false;
  }

  @Override
  public void merge(Cell into, Cell from) {
    if (from.word(0) == 0) {
      return;
    }
    into.word(0, into.word(0) + from.word(0));
    if (into.ref() != null || from.ref() != null || !mergeParts(into, from)) {
      store(into, exact(into).plus(exact(from)));
    }
  }

  private static boolean mergeParts(Cell into, Cell from) {
    double[] sum = sum(into);
    double[] squares = squares(into);
    if (addAll(sum, sum(from)) && addAll(squares, squares(from))) {
      parts(into, sum, squares);
      return true;
    }
    return false;
  }

  private static boolean addAll(double[] parts, double[] others) {
    for (double other : others) {
      if (other != 0.0 && !Expansion.add(parts, other)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Object result(Cell cell, Kind input, long nowMs) {
    if (cell.word(0) == 0) {
      return null;
    }
    double quick = quickVariance(cell);
    return SumAggregation.finiteOrAbsent(quick > 0 ? quick : variance(cell, 0));
  }

  /**
   * The nearest double to the variance by twice the precision of a double, or NaN where that does
   * not decide it: after cancellation, at the ends of the range, next to a tie.
   */
  static double quickVariance(Cell cell) {
    double count = cell.word(0);
    double squares = count * cell.number(SQUARES);
    double sum = cell.number(SUM);
    double ofSum = sum * sum;
    double difference = squares - ofSum;
    boolean safe = cell.ref() == null && count < COUNT_SAFE && squares > SQUARES_SAFE_LOW;
    if (!safe || difference <= 0) {
      return Double.NaN;
    }
    double squaresRest =
        Math.fma(count, cell.number(SQUARES), -squares) + count * cell.number(SQUARES + 1);
    double ofSumRest = Math.fma(sum, sum, -ofSum) + 2 * sum * cell.number(SUM + 1);
    double rest = ExactSum.error(squares, -ofSum, difference) + (squaresRest - ofSumRest);
    double divisor = count * count;
    double quotient = difference / divisor;
    double remainder = Math.fma(-quotient, divisor, difference) + rest;
    double correction = remainder / divisor;
    double error = Math.abs(correction) * 0x1p-48 + (squares + ofSum) / divisor * 0x1p-98;
    double below = quotient + (correction - error);
    double above = quotient + (correction + error);
    return below == above ? below : Double.NaN;
  }

  /** The nearest double to the variance times {@code 2^power}. */
  static double variance(Cell cell, int power) {
    BigInteger count = BigInteger.valueOf(cell.word(0));
    return numerator(cell).scaledBy(power).dividedBy(count.multiply(count));
  }

  /** The variance times the square of the count. */
  static BinaryReal numerator(Cell cell) {
    Exact exact = exact(cell);
    return exact.squares().times(cell.word(0)).minus(exact.sum().times(exact.sum()));
  }

  @Override
  public void encode(Cell cell, ByteWriter out, long originMs) {
    out.unsigned(cell.word(0));
    if (cell.ref() instanceof Exact exact) {
      Expansion.encode(exact.sum(), out);
      Expansion.encode(exact.squares(), out);
    } else if (cell.word(0) != 0) {
      Expansion.encode(sum(cell), out);
      Expansion.encode(squares(cell), out);
    }
  }

  @Override
  public void decode(Cell cell, ByteReader in, long originMs) {
    cell.word(0, in.unsigned());
    if (cell.word(0) == 0) {
      return;
    }
    Object sum = Expansion.decode(in, SUM_PARTS);
    Object squares = Expansion.decode(in, SQUARES_PARTS);
    if (sum instanceof double[] sumParts && squares instanceof double[] squaresParts) {
      parts(cell, sumParts, squaresParts);
    } else {
      store(cell, new Exact(Expansion.exact(sum), Expansion.exact(squares)));
    }
  }

  private static Exact exact(Cell cell) {
    return cell.ref() == null
        ? new Exact(Expansion.exact(sum(cell)), Expansion.exact(squares(cell)))
        : (Exact) cell.ref();
  }

  private static void store(Cell cell, Exact total) {
    double[] sum = Expansion.of(total.sum(), SUM_PARTS);
    double[] squares = Expansion.of(total.squares(), SQUARES_PARTS);
    boolean fits = sum != null && squares != null;
    cell.ref(fits ? null : total);
    parts(
        cell,
        fits ? sum : new double[SUM_PARTS + 1],
        fits ? squares : new double[SQUARES_PARTS + 1]);
  }

  private static double[] sum(Cell cell) {
    return new double[] {cell.number(SUM), cell.number(SUM + 1), 0.0};
  }

  private static double[] squares(Cell cell) {
    return new double[] {
      cell.number(SQUARES), cell.number(SQUARES + 1), cell.number(SQUARES + 2), 0.0
    };
  }

  private static void parts(Cell cell, double[] sum, double[] squares) {
    for (int i = 0; i < SUM_PARTS; i++) {
      cell.number(SUM + i, sum[i]);
    }
    for (int i = 0; i < SQUARES_PARTS; i++) {
      cell.number(SQUARES + i, squares[i]);
    }
  }
}
