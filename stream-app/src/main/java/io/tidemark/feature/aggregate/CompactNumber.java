package io.tidemark.feature.aggregate;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * The form of a finite double in the fewest bytes of: nothing for zero, a count of decimal units
 * where that is exact (most prices), its bits without trailing zero bytes. A head says which.
 */
final class CompactNumber {
  /** Heads are in {@code [0, HEADS)}: the bits above are the caller's. */
  static final int HEADS = 0x20;

  private static final int ZERO = 0;

  /** Heads of a whole number of units, hundredths and ten-thousandths. */
  private static final int DECIMAL = 1;

  private static final double[] DECIMAL_UNITS = {1, 100, 10_000};

  /** Head of a double of no bytes; one more per byte. */
  private static final int RAW = 7;

  private static final double MAX_UNITS = 0x1p53;

  private CompactNumber() {}

  static void encode(double value, ByteWriter out) {
    encode(value, 0, out);
  }

  /**
   * Writes a number.
   *
   * @param flags bits from {@link #HEADS} up to set in the head
   */
  static void encode(double value, int flags, ByteWriter out) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits == 0) {
      out.octet(flags | ZERO);
      return;
    }
    int rawBytes = Long.BYTES - Long.numberOfTrailingZeros(bits) / Byte.SIZE;
    for (int i = 0; i < DECIMAL_UNITS.length; i++) {
      double units = Math.rint(value * DECIMAL_UNITS[i]);
      if (units / DECIMAL_UNITS[i] == value
          && Math.abs(units) < MAX_UNITS
          && length((long) units) <= rawBytes) {
        out.octet(flags | (DECIMAL + i)).signed((long) units);
        return;
      }
    }
    out.octet(flags | (RAW + rawBytes)).leading(bits, rawBytes);
  }

  private static int length(long signed) {
    return (70 - Long.numberOfLeadingZeros(((signed << 1) ^ (signed >> 63)) | 1)) / 7;
  }

  static double decode(ByteReader in) {
    return decode(in.octet(), in);
  }

  /**
   * Reads a number.
   *
   * @param head the head, which was read, without flags
   */
  static double decode(int head, ByteReader in) {
    if (head == ZERO) {
      return 0.0;
    }
    int decimal = head - DECIMAL;
    if (decimal < DECIMAL_UNITS.length) {
      return in.signed() / DECIMAL_UNITS[decimal];
    }
    int count = head - RAW;
    if (count < 1 || count > Long.BYTES) {
      throw in.damaged("unknown head " + head + " of a number");
    }
    double value = Double.longBitsToDouble(in.leading(count));
    if (!Double.isFinite(value)) {
      throw in.damaged("the number " + value);
    }
    return value;
  }
}
