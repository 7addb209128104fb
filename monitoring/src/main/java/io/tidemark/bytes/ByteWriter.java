package io.tidemark.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A buffer that grows, of values that {@link ByteReader} reads back in the same order. To be used
 * again after {@link #clear}; not thread-safe.
 */
public final class ByteWriter {
  static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Seven bits a byte. */
  private static final int LONGEST_NUMBER = 10;

  private byte[] buffer;
  private int size;

  /** An empty buffer with room for a small state. */
  public ByteWriter() {
    this(256);
  }

  /**
   * An empty buffer.
   *
   * @param capacity room in bytes, which grows when it is not enough
   */
  public ByteWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /** Forgets what was written and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** What was written; the caller's own. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** One byte: the lowest eight bits of the value. */
  public ByteWriter octet(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
    return this;
  }

  /** One byte, 1 for true. */
  public ByteWriter flag(boolean value) {
    return octet(value ? 1 : 0);
  }

  /** A number from 0 in one byte for each seven bits; a negative one takes ten. */
  public ByteWriter unsigned(long value) {
    ensure(LONGEST_NUMBER);
    byte[] into = buffer;
    int at = size;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      into[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    into[at++] = (byte) rest;
    size = at;
    return this;
  }

  /** A number near zero of either sign: one byte from -64 to 63, ten at most. */
  public ByteWriter signed(long value) {
    return unsigned((value << 1) ^ (value >> 63));
  }

  /** Eight bytes, the highest first: for hashes, and for numbers that are seldom small. */
  public ByteWriter fixed64(long value) {
    return leading(value, Long.BYTES);
  }

  /**
   * The highest bytes of a value whose others are zero.
   *
   * @param count how many, 0 to 8
   */
  public ByteWriter leading(long value, int count) {
    // what is written too much is written over
    ensure(Long.BYTES);
    BIG_ENDIAN.set(buffer, size, value);
    size += count;
    return this;
  }

  /** Any double bit by bit, in eight bytes. */
  public ByteWriter real(double value) {
    return fixed64(Double.doubleToRawLongBits(value));
  }

  /** Bytes with their number in front. */
  public ByteWriter bytes(byte[] value) {
    return block(value, value.length);
  }

  /** A text as UTF-8, with the number of bytes in front. */
  public ByteWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Everything in another buffer with its size in front, for {@link ByteReader#block}. */
  public ByteWriter block(ByteWriter other) {
    return block(other.buffer, other.size);
  }

  private ByteWriter block(byte[] source, int length) {
    unsigned(length);
    ensure(length);
    System.arraycopy(source, 0, buffer, size, length);
    size += length;
    return this;
  }

  private void ensure(int more) {
    if (more > buffer.length - size) {
      grow(more);
    }
  }

  private void grow(int more) {
    buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
  }
}
