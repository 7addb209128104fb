package io.tidemark.feature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link StateOutput} wrote. Bytes that end early or say the impossible are a {@link
 * StateFormatException}, never an endless loop or a huge allocation. Not thread-safe.
 */
public final class StateInput {
  private final byte[] buffer;
  private final int end;
  private int at;

  public StateInput(byte[] buffer) {
    this(buffer, 0, buffer.length);
  }

  public StateInput(byte[] buffer, int start, int end) {
    this.buffer = buffer;
    this.at = start;
    this.end = end;
  }

  public boolean isAtEnd() {
    return at == end;
  }

  public int remaining() {
    return end - at;
  }

  public int head() {
    need(1);
    return buffer[at++] & 0xFF;
  }

  public long unsigned() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = head();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw StateFormatException.corrupt("a number of more than ten bytes at offset " + at);
  }

  public long signed() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A count of things that take at least a byte each. */
  public int count() {
    long value = unsigned();
    if (value < 0 || value > remaining()) {
      throw StateFormatException.corrupt(
          "a count of " + value + " with " + remaining() + " bytes left at offset " + at);
    }
    return (int) value;
  }

  public long fixed64() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (buffer[at++] & 0xFF);
    }
    return value;
  }

  public byte[] bytes() {
    int length = count();
    at += length;
    return Arrays.copyOfRange(buffer, at - length, at);
  }

  public String text() {
    int length = count();
    at += length;
    return new String(buffer, at - length, length, StandardCharsets.UTF_8);
  }

  /** A part with its own end; this reader goes on behind it. */
  public StateInput block() {
    int length = count();
    at += length;
    return new StateInput(buffer, at - length, at);
  }

  public double number(int head) {
    if (head == StateOutput.ZERO) {
      return 0.0;
    }
    int decimal = head - StateOutput.DECIMAL;
    if (decimal < StateOutput.DECIMAL_UNITS.length) {
      return signed() / StateOutput.DECIMAL_UNITS[decimal];
    }
    int count = head - StateOutput.RAW;
    if (count < 1 || count > 8) {
      throw StateFormatException.corrupt("unknown number head " + head + " at offset " + at);
    }
    need(count);
    long bits = 0;
    for (int i = 0; i < count; i++) {
      bits |= (buffer[at++] & 0xFFL) << (56 - 8 * i);
    }
    double value = Double.longBitsToDouble(bits);
    if (!Double.isFinite(value)) {
      throw StateFormatException.corrupt("the number " + value + " at offset " + at);
    }
    return value;
  }

  private void need(int count) {
    if (count > end - at) {
      throw StateFormatException.corrupt("bytes end early at offset " + at);
    }
  }
}
