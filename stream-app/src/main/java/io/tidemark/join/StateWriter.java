package io.tidemark.join;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes the parts of a join state; the twin of {@link StateReader}. Not thread-safe. */
final class StateWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);
  private final Map<String, Integer> texts = new HashMap<>();

  /** A zigzag varint: 1 byte for -64 to 63, at most 10. */
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** One byte for 1.0, the usual weight; else nine. */
  void real(double value) {
    if (Double.compare(value, 1.0) == 0) {
      number(1);
    } else {
      number(0);
      out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }
  }

  /** A text the first time, afterwards the number of the text: 0 is new, n is the n-th. */
  void text(String value) {
    Integer known = texts.putIfAbsent(value, texts.size() + 1);
    number(known == null ? 0 : known);
    if (known == null) {
      blob(value.getBytes(StandardCharsets.UTF_8));
    }
  }

  void blob(byte[] value) {
    number(value.length);
    out.writeBytes(value);
  }

  <T> void list(List<T> items, Consumer<T> each) {
    number(items.size());
    items.forEach(each);
  }

  <T> void optional(T value, Consumer<T> writer) {
    number(value == null ? 0 : 1);
    if (value != null) {
      writer.accept(value);
    }
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
