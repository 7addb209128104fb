package io.tidemark.store.redis;

import io.tidemark.store.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Arguments of a command in Redis's own form, gathered in one buffer: the client then copies bytes,
 * which costs half of adding the arguments one by one.
 */
final class Arguments {
  /** A dollar sign, up to ten digits, two line ends. */
  private static final int MAX_FRAME = 15;

  private static final int MAX_LONG_DIGITS = 19;

  private static final double MAX_HUNDREDTHS = 1e15;
  private static final long NEGATIVE_ZERO = Double.doubleToRawLongBits(-0.0);

  private byte[] buffer;
  private int size;
  private int count;

  Arguments() {
    this(512);
  }

  /** For arguments of this length or so, or for one of just this length. */
  Arguments(int length) {
    buffer = new byte[length + MAX_FRAME];
  }

  Arguments add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  Arguments add(long value) {
    if (value < 0) {
      return add(Long.toString(value));
    }
    ensure(MAX_LONG_DIGITS + MAX_FRAME);
    int digits = digits(value);
    frame(digits);
    digits(value, digits);
    appendEnd();
    count++;
    return this;
  }

  /**
   * A double as {@link ValueText} writes it. Amounts of money, which most doubles are, need no
   * search for the fewest digits: fifteen digits are never too many.
   */
  Arguments add(Double value) {
    double number = value;
    double hundredths = Math.rint(number * 100);
    boolean isAmount =
        Math.abs(hundredths) < MAX_HUNDREDTHS
            && hundredths / 100 == number
            && Double.doubleToRawLongBits(number) != NEGATIVE_ZERO;
    return isAmount ? addHundredths((long) hundredths) : addAscii(ValueText.of(value));
  }

  private Arguments addHundredths(long hundredths) {
    long whole = Math.abs(hundredths) / 100;
    int fraction = (int) (Math.abs(hundredths) % 100);
    int sign = hundredths < 0 ? 1 : 0;
    int digits = digits(whole);
    int places = fraction == 0 ? 0 : fraction % 10 == 0 ? 2 : 3;
    ensure(MAX_LONG_DIGITS + MAX_FRAME);
    frame(sign + digits + places);
    if (sign > 0) {
      buffer[size++] = '-';
    }
    digits(whole, digits);
    if (places > 0) {
      buffer[size++] = '.';
      digits(places == 2 ? fraction / 10 : fraction, places - 1);
    }
    appendEnd();
    count++;
    return this;
  }

  /** Text of characters below 128 alone. */
  Arguments addAscii(String text) {
    int length = text.length();
    ensure(length + MAX_FRAME);
    frame(length);
    for (int i = 0; i < length; i++) {
      buffer[size++] = (byte) text.charAt(i);
    }
    appendEnd();
    count++;
    return this;
  }

  /** An argument that {@link #framed} made ready. */
  Arguments addFramed(byte[] argument) {
    ensure(argument.length);
    System.arraycopy(argument, 0, buffer, size, argument.length);
    size += argument.length;
    count++;
    return this;
  }

  /** An argument as it is sent, for one that is sent often. */
  static byte[] framed(byte[] value) {
    return new Arguments(value.length).add(value).toBytes();
  }

  Arguments add(byte[] value) {
    ensure(value.length + MAX_FRAME);
    frame(value.length);
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

  private void frame(int length) {
    buffer[size++] = '$';
    digits(length, digits(length));
    appendEnd();
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number; rest > 9; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void digits(long number, int digits) {
    long rest = number;
    for (int at = size + digits - 1; at >= size; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
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
