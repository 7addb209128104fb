package io.tidemark.feature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of variable-length values. Reusable; not thread-safe. */
public final class StateOutput {
  /** {@link #number} uses the heads {@code [0, NUMBER_HEADS)}. */
  public static final int NUMBER_HEADS = 0x20;

  static final int ZERO = 0;

  /** Heads of a whole number of units, hundredths and ten-thousandths. */
  static final int DECIMAL = 1;

  static final double[] DECIMAL_UNITS = {1, 100, 10_000};

  /** Head of a double whose first byte alone is not zero; one more per further byte. */
  static final int RAW = 7;

  private static final double MAX_UNITS = 0x1p53;

  private byte[] buffer = new byte[256];
  private int size;

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public byte[] toByteArray() {
    return toByteArray(0);
  }

  /** What was written, behind so many zeros. */
  public byte[] toByteArray(int before) {
    byte[] bytes = new byte[before + size];
    System.arraycopy(buffer, 0, bytes, before, size);
    return bytes;
  }

  public void head(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
  }

  /** A value from 0; a negative one takes ten bytes. */
  public void unsigned(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /** A value near zero of either sign. */
  public void signed(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  public void fixed64(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  public void bytes(byte[] value) {
    unsigned(value.length);
    append(value, value.length);
  }

  public void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Everything in another buffer, with its length in front. */
  public void block(StateOutput other) {
    unsigned(other.size);
    append(other.buffer, other.size);
  }

  private void append(byte[] source, int length) {
    ensure(length);
    System.arraycopy(source, 0, buffer, size, length);
    size += length;
  }

  /**
   * A finite double in the fewest bytes of: nothing for zero, a count of decimal units where that
   * is exact (most prices), its bits without trailing zero bytes.
   *
   * @param flags bits above {@link #NUMBER_HEADS} to set in the head
   */
  public void number(double value, int flags) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits == 0) {
      head(flags | ZERO);
      return;
    }
    int rawBytes = 8 - Long.numberOfTrailingZeros(bits) / 8;
    for (int i = 0; i < DECIMAL_UNITS.length; i++) {
      double units = Math.rint(value * DECIMAL_UNITS[i]);
      if (units / DECIMAL_UNITS[i] == value
          && Math.abs(units) < MAX_UNITS
          && length((long) units) <= rawBytes) {
        head(flags | (DECIMAL + i));
        signed((long) units);
        return;
      }
    }
    head(flags | (RAW + rawBytes));
    raw(bits, rawBytes);
  }

  private void raw(long bits, int count) {
    ensure(count);
    for (int i = 0; i < count; i++) {
      buffer[size++] = (byte) (bits >>> (56 - 8 * i));
    }
  }

  private static int length(long signed) {
    return (70 - Long.numberOfLeadingZeros(((signed << 1) ^ (signed >> 63)) | 1)) / 7;
  }

  private void ensure(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
