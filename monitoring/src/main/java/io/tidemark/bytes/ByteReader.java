package io.tidemark.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Bytes that end early or say what cannot be are a {@link
 * FormatException}: never another exception, an endless loop, or more memory than the bytes left
 * can fill. Not thread-safe.
 */
public final class ByteReader {
  private static final int LAST_SHIFT = 63;

  private final String what;
  private final String name;
  private final byte[] buffer;
  private final int end;
  private int at;

  /**
   * A reader of all bytes.
   *
   * @param what the bytes are, for messages
   */
  public ByteReader(String what, byte[] bytes) {
    this(what, "", bytes);
  }

  /**
   * A reader of all bytes of one of many things.
   *
   * @param what the bytes are, for messages
   * @param name which of them, put behind it
   */
  public ByteReader(String what, String name, byte[] bytes) {
    this(what, name, bytes, 0, bytes.length);
  }

  private ByteReader(String what, String name, byte[] buffer, int start, int end) {
    this.what = what;
    this.name = name;
    this.buffer = buffer;
    this.at = start;
    this.end = end;
  }

  /**
   * Reads the number of the format, one byte.
   *
   * @param known the one format that is read
   * @throws FormatException for any other, with what to do
   */
  public ByteReader expectFormat(int known) {
    return expectFormat(what, known);
  }

  /**
   * Reads the number of the format of something else that these bytes tell of.
   *
   * @param of what it is, for messages, instead of what these bytes are
   * @param known the one format that is read
   * @throws FormatException for any other, with what to do
   */
  public ByteReader expectFormat(String of, int known) {
    int found = octet();
    if (found != known) {
      throw FormatException.unknown(named(of), found, known);
    }
    return this;
  }

  private String named(String thing) {
    return name.isEmpty() ? thing : thing + " " + name;
  }

  /** Whether everything was read. */
  public boolean isAtEnd() {
    return at == end;
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - at;
  }

  /** Refuses bytes behind what was read. */
  public void expectEnd() {
    if (at != end) {
      throw damaged(remaining() + " bytes too many");
    }
  }

  /** What to throw when values that were read cannot be: names the bytes and where they are. */
  public FormatException damaged(String problem) {
    return FormatException.damaged(named(what), problem, at);
  }

  /** A byte from 0 to 255. */
  public int octet() {
    need(1);
    return buffer[at++] & 0xFF;
  }

  /** One byte, 0 or 1. */
  public boolean flag() {
    int value = octet();
    if (value > 1) {
      throw damaged("neither yes nor no but " + value);
    }
    return value == 1;
  }

  /** A number of 64 bits; those above {@link Long#MAX_VALUE} are negative. */
  public long unsigned() {
    int first = octet();
    return first < 0x80 ? first : unsigned(first & 0x7F);
  }

  private long unsigned(long first) {
    long value = first;
    for (int shift = 7; shift < LAST_SHIFT; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    int last = octet();
    if (last > 1) {
      throw damaged("a number of more than 64 bits");
    }
    return value | (long) last << LAST_SHIFT;
  }

  /** What {@link ByteWriter#signed} wrote. */
  public long signed() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  /** How many things follow that take at least a byte each. */
  public int count() {
    long value = unsigned();
    return within("count", value, remaining());
  }

  /**
   * A number from 0 to a bound.
   *
   * @param name of it, for messages
   */
  public int number(String name, int most) {
    return within(name, unsigned(), most);
  }

  private int within(String name, long value, int most) {
    if (value < 0 || value > most) {
      throw damaged(name + " " + Long.toUnsignedString(value) + " (at most " + most + ")");
    }
    return (int) value;
  }

  /** What {@link ByteWriter#fixed64} wrote. */
  public long fixed64() {
    need(Long.BYTES);
    at += Long.BYTES;
    return (long) ByteWriter.BIG_ENDIAN.get(buffer, at - Long.BYTES);
  }

  /** What {@link ByteWriter#leading} wrote. */
  public long leading(int count) {
    need(count);
    if (count > 0 && at <= buffer.length - Long.BYTES) {
      long value = (long) ByteWriter.BIG_ENDIAN.get(buffer, at);
      at += count;
      return value & (-1L << (Long.SIZE - Byte.SIZE * count));
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (buffer[at++] & 0xFFL) << (56 - 8 * i);
    }
    return value;
  }

  /** Any double, not a number and infinity too. */
  public double real() {
    return Double.longBitsToDouble(fixed64());
  }

  /** Bytes that had their number in front; the caller's own. */
  public byte[] bytes() {
    int start = skip();
    return Arrays.copyOfRange(buffer, start, at);
  }

  /** A text; what is no UTF-8 becomes the replacement character. */
  public String text() {
    int start = skip();
    return new String(buffer, start, at - start, StandardCharsets.UTF_8);
  }

  /** A part with an end of its own; this reader goes on behind it. */
  public ByteReader block() {
    int start = skip();
    return new ByteReader(what, name, buffer, start, at);
  }

  private int skip() {
    int length = count();
    at += length;
    return at - length;
  }

  private void need(int count) {
    if (count > end - at) {
      throw damaged("an early end");
    }
  }
}
