package io.tidemark.feature.aggregate;

import java.math.BigInteger;

/**
 * The exact number {@code unscaled × 2^exponent}: what any sum of finite doubles is. The unscaled
 * value is odd, or zero with exponent 0, so that equal numbers are equal records. Immutable.
 *
 * @param unscaled odd, or zero
 * @param exponent power of two
 */
record BinaryReal(BigInteger unscaled, int exponent) {
  static final BinaryReal ZERO = new BinaryReal(BigInteger.ZERO, 0);

  private static final int PRECISION = 53;
  private static final int MIN_EXPONENT = -1074;
  private static final long FRACTION = (1L << 52) - 1;

  /** The exact value of a finite double. */
  static BinaryReal of(double number) {
    long bits = Double.doubleToRawLongBits(number);
    int biased = (int) (bits >>> 52) & 0x7ff;
    long magnitude = biased == 0 ? bits & FRACTION : (bits & FRACTION) | (FRACTION + 1);
    return of(
        BigInteger.valueOf(bits < 0 ? -magnitude : magnitude), Math.max(biased, 1) - 1 - 1074);
  }

  /** The exact value of a whole number. */
  static BinaryReal of(long whole) {
    return of(BigInteger.valueOf(whole), 0);
  }

  /** The number in its one form. */
  static BinaryReal of(BigInteger unscaled, int exponent) {
    if (unscaled.signum() == 0) {
      return ZERO;
    }
    int zeros = unscaled.getLowestSetBit();
    return new BinaryReal(unscaled.shiftRight(zeros), exponent + zeros);
  }

  BinaryReal plus(BinaryReal other) {
    int common = Math.min(exponent, other.exponent);
    return of(
        unscaled
            .shiftLeft(exponent - common)
            .add(other.unscaled.shiftLeft(other.exponent - common)),
        common);
  }

  BinaryReal minus(BinaryReal other) {
    return plus(new BinaryReal(other.unscaled.negate(), other.exponent));
  }

  BinaryReal times(BinaryReal other) {
    // A product of odd numbers is odd; one of zero has exponent 0.
    return of(unscaled.multiply(other.unscaled), exponent + other.exponent);
  }

  BinaryReal times(long factor) {
    return of(unscaled.multiply(BigInteger.valueOf(factor)), exponent);
  }

  /** This times {@code 2^power}. */
  BinaryReal scaledBy(int power) {
    return isZero() ? this : new BinaryReal(unscaled, exponent + power);
  }

  boolean isZero() {
    return unscaled.signum() == 0;
  }

  boolean isInteger() {
    return exponent >= 0;
  }

  /** The value as an integer; call only where {@link #isInteger}. */
  BigInteger toInteger() {
    return unscaled.shiftLeft(exponent);
  }

  /** The nearest double, ties to even; infinite where it is out of range. */
  double toDouble() {
    BigInteger magnitude = unscaled.abs();
    int lowest = Math.max(magnitude.bitLength() + exponent - PRECISION, MIN_EXPONENT);
    double result = Math.scalb(round(magnitude, lowest - exponent).doubleValue(), lowest);
    return unscaled.signum() < 0 ? -result : result;
  }

  /** The nearest double to this divided by {@code divisor}, which is positive. */
  double dividedBy(long divisor) {
    return dividedBy(BigInteger.valueOf(divisor));
  }

  /** The nearest double to this divided by {@code divisor}, which is positive. */
  double dividedBy(BigInteger divisor) {
    // 64 bits more than the divisor leave the quotient over 60 bits, so that its last bit can say
    // "and a remainder", which is all that rounding needs to know.
    int shift = divisor.bitLength() + 64 + Math.max(0, PRECISION - unscaled.bitLength());
    BigInteger[] parts = unscaled.abs().shiftLeft(shift).divideAndRemainder(divisor);
    BigInteger sticky = parts[0].shiftLeft(1);
    if (parts[1].signum() != 0) {
      sticky = sticky.setBit(0);
    }
    double result = new BinaryReal(sticky, exponent - shift - 1).toDouble();
    return unscaled.signum() < 0 ? -result : result;
  }

  /** {@code magnitude / 2^shift}, ties to even. */
  private static BigInteger round(BigInteger magnitude, int shift) {
    if (shift <= 0) {
      return magnitude.shiftLeft(-shift);
    }
    BigInteger down = magnitude.shiftRight(shift);
    boolean half = magnitude.testBit(shift - 1);
    boolean more = half && magnitude.getLowestSetBit() < shift - 1;
    return half && (more || down.testBit(0)) ? down.add(BigInteger.ONE) : down;
  }
}
