package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * A real number as a short sum of doubles, largest first: the first part is the double nearest to
 * the number, each further one the double nearest to what is left. Equal numbers have equal parts.
 *
 * <p>The arrays hold one element more than there are parts; it is zero except while adding.
 */
final class Expansion {
  /*
   * Adding is error-free: J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic and Fast
   * Robust Geometric Predicates, 1997 (grow-expansion, then renormalisation by sums and errors).
   */

  /** In the head of an encoded part: another part follows. */
  private static final int HAS_MORE = 0x20;

  private static final int HEAD_REAL = 0x40;

  /** Of a square of doubles, and then some; a larger one is damage. */
  private static final int MAX_EXPONENT = 2_300;

  private Expansion() {}

  /**
   * Adds a double. The answer is whether the parts hold the sum, in its one form; otherwise they
   * hold nothing useful.
   */
  static boolean add(double[] parts, double x) {
    int last = parts.length - 1;
    double carry = x;
    for (int i = last - 1; i >= 0; i--) {
      double sum = parts[i] + carry;
      parts[i + 1] = ExactSum.error(parts[i], carry, sum);
      carry = sum;
    }
    parts[0] = carry;
    int passes = parts.length + 1;
    while (passes > 0 && renormalise(parts)) {
      passes--;
    }
    return passes > 0 && parts[last] == 0.0 && isNearest(parts);
  }

  /** One pass from the smallest part up; whether anything moved. */
  private static boolean renormalise(double[] parts) {
    boolean moved = false;
    for (int i = parts.length - 1; i > 0; i--) {
      double sum = parts[i - 1] + parts[i];
      double error = ExactSum.error(parts[i - 1], parts[i], sum);
      moved |= error != parts[i] || sum != parts[i - 1];
      // Adding zero turns negative zero into zero, of which there is to be one.
      parts[i - 1] = sum + 0.0;
      parts[i] = error + 0.0;
    }
    return moved;
  }

  /** Whether no part sits so near a tie that a smaller one could decide the rounding above it. */
  private static boolean isNearest(double[] parts) {
    for (int i = 0; i < parts.length - 2; i++) {
      double half = Math.ulp(parts[i]) / 2;
      double next = Math.abs(parts[i + 1]);
      if (parts[i + 2] != 0.0 && (next == half || next == half / 2)) {
        return false;
      }
    }
    return Double.isFinite(parts[0]);
  }

  /** The parts of a number, or {@code null} when more would be needed. */
  static double[] of(BinaryReal number, int parts) {
    double[] result = new double[parts + 1];
    BinaryReal rest = number;
    for (int i = 0; i < parts && !rest.isZero(); i++) {
      result[i] = rest.toDouble();
      if (!Double.isFinite(result[i])) {
        return null;
      }
      rest = rest.minus(BinaryReal.of(result[i]));
    }
    return rest.isZero() ? result : null;
  }

  static BinaryReal exact(double[] parts) {
    BinaryReal total = BinaryReal.ZERO;
    for (double part : parts) {
      total = total.plus(BinaryReal.of(part));
    }
    return total;
  }

  static void encode(double[] parts, ByteWriter out) {
    int i = 0;
    while (parts[i + 1] != 0.0) {
      CompactNumber.encode(parts[i++], HAS_MORE, out);
    }
    CompactNumber.encode(parts[i], out);
  }

  static void encode(BinaryReal number, ByteWriter out) {
    out.octet(HEAD_REAL);
    ExactSum.encode(number, out);
  }

  /** What either {@code encode} wrote: parts, or a {@link BinaryReal}. */
  static Object decode(ByteReader in, int parts) {
    int head = in.octet();
    if (head == HEAD_REAL) {
      return ExactSum.real(in, MAX_EXPONENT);
    }
    double[] result = new double[parts + 1];
    int i = 0;
    while ((head & HAS_MORE) != 0) {
      if (i == parts - 1) {
        throw in.damaged("a sum of more than " + parts + " parts");
      }
      result[i++] = CompactNumber.decode(head & ~HAS_MORE, in);
      head = in.octet();
    }
    result[i] = CompactNumber.decode(head, in);
    return result;
  }

  /** The number that {@link #decode} read. */
  static BinaryReal exact(Object decoded) {
    return decoded instanceof double[] parts ? exact(parts) : (BinaryReal) decoded;
  }
}
