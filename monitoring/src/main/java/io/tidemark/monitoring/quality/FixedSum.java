package io.tidemark.monitoring.quality;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * A sum in fixed point: 64 bits before the point and 64 behind it. Integers are added, so that the
 * order of what was added leaves no trace, and what is taken away again is gone to the last bit.
 * Behind the 63rd bit of a fraction nothing is kept. Mutable; not thread-safe.
 */
final class FixedSum {
  /** Larger numbers are not added: thousands of them together would not fit. */
  static final double LARGEST = 0x1p50;

  private static final double HALF = 0x1p63;
  private static final double UNIT = 0x1p64;

  private long whole;

  /** In units of 2 to the -64, unsigned. */
  private long fraction;

  /** Whether a number may be added: it is finite and not beyond {@link #LARGEST}. */
  static boolean takes(double value) {
    return Math.abs(value) <= LARGEST;
  }

  /** Adds a number that {@link #takes} says may be. */
  void add(double value) {
    double size = Math.abs(value);
    long units = (long) Math.floor(size);
    long part = (long) ((size - units) * HALF) << 1;
    if (value < 0) {
      subtract(units, part);
    } else {
      add(units, part);
    }
  }

  /** Undoes {@link #add(double)} of the same number. */
  void subtract(double value) {
    add(-value);
  }

  void add(FixedSum other) {
    add(other.whole, other.fraction);
  }

  private void add(long units, long part) {
    fraction += part;
    whole += units + (Long.compareUnsigned(fraction, part) < 0 ? 1 : 0);
  }

  private void subtract(long units, long part) {
    long before = fraction;
    fraction -= part;
    whole -= units + (Long.compareUnsigned(before, part) < 0 ? 1 : 0);
  }

  boolean isZero() {
    return whole == 0 && fraction == 0;
  }

  /** The sum, to the precision of a double; the same bits for the same sum. */
  double value() {
    double part = (fraction >>> 1) / HALF + (fraction & 1) / UNIT;
    return whole + part;
  }

  void write(ByteWriter out) {
    // a short fraction, such as that of a half, has its bits at the top
    out.signed(whole).unsigned(Long.reverse(fraction));
  }

  static FixedSum read(ByteReader in) {
    FixedSum sum = new FixedSum();
    sum.whole = in.signed();
    sum.fraction = Long.reverse(in.unsigned());
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FixedSum that && whole == that.whole && fraction == that.fraction;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * whole + fraction);
  }

  @Override
  public String toString() {
    return Double.toString(value());
  }
}
