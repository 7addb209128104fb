package io.tidemark.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Arguments of a command in Redis's own form, gathered in one buffer: the client then copies bytes,
 * which costs half of adding the arguments one by one.
 */
final class Arguments {
  /** A dollar sign, up to ten digits, two line ends. */
  private static final int MAX_FRAME = 15;

  private byte[] buffer;
  private int size;
  private int count;

  Arguments() {
    this(512);
  }

  /** For one argument of this length. */
  Arguments(int length) {
    buffer = new byte[length + MAX_FRAME];
  }

  Arguments add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  Arguments add(long value) {
    return add(Long.toString(value));
  }

  Arguments add(byte[] value) {
    ensure(value.length + MAX_FRAME);
    buffer[size++] = '$';
    appendNumber(value.length);
    appendEnd();
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
    appendEnd();
    count++;
    return this;
  }

  int count() {
    return count;
  }

  int size() {
    return size;
  }

  byte[] buffer() {
    return buffer;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  private void appendNumber(int number) {
    int divisor = 1;
    while (number / divisor > 9) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      buffer[size++] = (byte) ('0' + number / divisor % 10);
    }
  }

  private void appendEnd() {
    buffer[size++] = '\r';
    buffer[size++] = '\n';
  }

  private void ensure(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
