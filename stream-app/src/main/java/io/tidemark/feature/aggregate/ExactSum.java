package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import java.math.BigInteger;

/**
 * The exact sum of finite doubles and longs in a cell, so that neither order, nor grouping, nor
 * taking away what was added leaves a trace.
 *
 * <p>Two words hold the sum as {@code high + low}, where {@code high} is the double nearest to it;
 * that reaches over 106 bits and is what sums of prices and counts need. Where two doubles do not
 * hold it, the reference holds a {@link BinaryReal} and the words are zero. Which of the two is a
 * function of the sum alone: equal sums have equal cells.
 */
final class ExactSum {
  /*
   * high + low + x is exact by error-free additions [1]: TwoSum gives the rounded sum and the error
   * of a + b as two doubles, whatever their magnitudes. A third part that is not zero means that
   * two doubles do not suffice. An overflow inside TwoSum makes its error infinite or NaN, which
   * counts as that as well.
   *
   * [1] D. E. Knuth, The Art of Computer Programming, volume 2, 4.2.2, theorem B;
   *     J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997.
   */

  static final int WORDS = 2;

  private static final long LOW_HALF = 0xFFFFFFFFL;
  private static final double LONG_SAFE = 0x1p62;
  private static final double DIVISION_SAFE_HIGH = 0x1p1000;
  private static final double DIVISION_SAFE_LOW = 0x1p-900;
  private static final double COUNT_SAFE = 0x1p53;

  /** Relative error, generous, of the correction in {@link #dividedBy}. */
  private static final double CORRECTION_ERROR = 0x1p-40;

  /** In the head of an encoded sum: a low part follows. */
  private static final int HAS_LOW = 0x20;

  private static final int HEAD_REAL = 0x40;

  /** Of any sum of doubles, decayed ones too; a larger one is damage. */
  private static final int MAX_EXPONENT = 2_300;

  private ExactSum() {}

  static void add(Cell cell, int at, double x) {
    if (cell.ref() == null) {
      addParts(cell, at, x);
    } else {
      store(cell, at, ((BinaryReal) cell.ref()).plus(BinaryReal.of(x)));
    }
  }

  static void add(Cell cell, int at, long x) {
    // Each half of the bits is exactly a double.
    add(cell, at, (double) (x & ~LOW_HALF));
    add(cell, at, (double) (x & LOW_HALF));
  }

  static void add(Cell cell, int at, BinaryReal x) {
    store(cell, at, exact(cell, at).plus(x));
  }

  static void clear(Cell cell, int at) {
    cell.ref(null);
    set(cell, at, 0.0, 0.0);
  }

  static void merge(Cell into, Cell from, int at) {
    if (from.ref() == null) {
      add(into, at, from.number(at));
      if (from.word(at + 1) != 0) {
        add(into, at, from.number(at + 1));
      }
    } else {
      store(into, at, exact(into, at).plus((BinaryReal) from.ref()));
    }
  }

  /** Multiplies the sum by {@code 2^power}, exactly. */
  static void scale(Cell cell, int at, int power) {
    double high = Math.scalb(cell.number(at), power);
    double low = Math.scalb(cell.number(at + 1), power);
    boolean safe =
        cell.ref() == null
            && Math.scalb(high, -power) == cell.number(at)
            && Math.scalb(low, -power) == cell.number(at + 1);
    if (safe) {
      set(cell, at, high, low);
    } else {
      store(cell, at, exact(cell, at).scaledBy(power));
    }
  }

  private static void addParts(Cell cell, int at, double x) {
    double high = cell.number(at);
    double low = cell.number(at + 1);
    double sum = high + x;
    double carry = error(high, x, sum);
    double lower = low + carry;
    double rest = error(low, carry, lower);
    double top = sum + lower;
    double bottom = error(sum, lower, top);
    if (rest == 0.0 && Double.isFinite(bottom)) {
      set(cell, at, top, bottom);
      return;
    }
    double tail = bottom + rest;
    double last = top + tail;
    if (error(bottom, rest, tail) == 0.0 && Double.isFinite(last)) {
      set(cell, at, last, error(top, tail, last));
    } else {
      store(cell, at, exact(cell, at).plus(BinaryReal.of(x)));
    }
  }

  /** The error of {@code sum = a + b}, exactly. */
  static double error(double a, double b, double sum) {
    double part = sum - a;
    return (a - (sum - part)) + (b - part);
  }

  private static void set(Cell cell, int at, double high, double low) {
    // Adding zero turns negative zero into zero, of which there is to be one.
    cell.number(at, high + 0.0);
    cell.number(at + 1, low + 0.0);
  }

  private static void store(Cell cell, int at, BinaryReal total) {
    double high = total.toDouble();
    if (Double.isFinite(high)) {
      BinaryReal rest = total.minus(BinaryReal.of(high));
      double low = rest.toDouble();
      if (rest.equals(BinaryReal.of(low))) {
        cell.ref(null);
        set(cell, at, high, low);
        return;
      }
    }
    cell.word(at, 0);
    cell.word(at + 1, 0);
    cell.ref(total);
  }

  static BinaryReal exact(Cell cell, int at) {
    return cell.ref() == null
        ? BinaryReal.of(cell.number(at)).plus(BinaryReal.of(cell.number(at + 1)))
        : (BinaryReal) cell.ref();
  }

  /** The nearest double; infinite where the sum is out of range. */
  static double value(Cell cell, int at) {
    return cell.ref() == null ? cell.number(at) : ((BinaryReal) cell.ref()).toDouble();
  }

  /** Whether the sum is a whole number in the range of a long. */
  static boolean isLong(Cell cell, int at) {
    if (isSmall(cell, at)) {
      return cell.number(at) == Math.rint(cell.number(at))
          && cell.number(at + 1) == Math.rint(cell.number(at + 1));
    }
    BinaryReal sum = exact(cell, at);
    return sum.isInteger() && sum.toInteger().bitLength() < Long.SIZE;
  }

  /** The sum; call only where {@link #isLong}. */
  static long longValue(Cell cell, int at) {
    return isSmall(cell, at)
        ? (long) cell.number(at) + (long) cell.number(at + 1)
        : exact(cell, at).toInteger().longValueExact();
  }

  private static boolean isSmall(Cell cell, int at) {
    return cell.ref() == null && Math.abs(cell.number(at)) < LONG_SAFE;
  }

  /** The double nearest to the sum divided by a positive count: rounded once. */
  static double dividedBy(Cell cell, int at, long count) {
    double high = cell.number(at);
    double quotient = high / count;
    boolean safe =
        cell.ref() == null
            && count < COUNT_SAFE
            && Math.abs(high) < DIVISION_SAFE_HIGH
            && Math.abs(quotient) > DIVISION_SAFE_LOW;
    if (!safe) {
      return exact(cell, at).dividedBy(count);
    }
    if (cell.word(at + 1) == 0) {
      return quotient;
    }
    // The remainder of a division is exactly a double; what is left decides the last bit. Where its
    // own rounding could matter, the long way decides.
    double correction = (Math.fma(-quotient, (double) count, high) + cell.number(at + 1)) / count;
    double error = Math.abs(correction) * CORRECTION_ERROR;
    double below = quotient + (correction - error);
    double above = quotient + (correction + error);
    return below == above ? below : exact(cell, at).dividedBy(count);
  }

  static void encode(Cell cell, int at, ByteWriter out) {
    if (cell.ref() instanceof BinaryReal real) {
      out.octet(HEAD_REAL);
      encode(real, out);
      return;
    }
    boolean hasLow = cell.word(at + 1) != 0;
    CompactNumber.encode(cell.number(at), hasLow ? HAS_LOW : 0, out);
    if (hasLow) {
      CompactNumber.encode(cell.number(at + 1), out);
    }
  }

  static void decode(Cell cell, int at, ByteReader in) {
    int head = in.octet();
    if (head == HEAD_REAL) {
      store(cell, at, real(in, MAX_EXPONENT));
      return;
    }
    double high = CompactNumber.decode(head & ~HAS_LOW, in);
    double low = (head & HAS_LOW) == 0 ? 0.0 : CompactNumber.decode(in);
    set(cell, at, high, low);
  }

  static void encode(BinaryReal number, ByteWriter out) {
    out.signed(number.exponent());
    out.bytes(number.unscaled().toByteArray());
  }

  static BinaryReal real(ByteReader in, int maxExponent) {
    long exponent = in.signed();
    byte[] unscaled = in.bytes();
    if (exponent > maxExponent || exponent < -maxExponent || unscaled.length == 0) {
      throw in.damaged("a sum with exponent " + exponent);
    }
    return BinaryReal.of(new BigInteger(unscaled), (int) exponent);
  }
}
