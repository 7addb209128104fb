package io.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Avro's binary form of single values, one after the other in memory. Not thread-safe. */
final class PayloadBuffer {
  private static final VarHandle DOUBLES =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_LONG_BYTES = 10;

  private byte[] bytes = new byte[1024];
  private int size;

  /** Empties the buffer. */
  void reset() {
    size = 0;
  }

  void number(long number) {
    ensure(MAX_LONG_BYTES);
    long left = (number << 1) ^ (number >> 63);
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  void decimal(double number) {
    ensure(Double.BYTES);
    DOUBLES.set(bytes, size, number);
    size += Double.BYTES;
  }

  void truth(boolean truth) {
    ensure(1);
    bytes[size++] = (byte) (truth ? 1 : 0);
  }

  void string(String string) {
    utf8(string.getBytes(UTF_8));
  }

  void utf8(byte[] string) {
    number(string.length);
    ensure(string.length);
    System.arraycopy(string, 0, bytes, size, string.length);
    size += string.length;
  }

  void writeTo(ByteArrayOutputStream out) {
    out.write(bytes, 0, size);
  }

  private void ensure(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }
}
