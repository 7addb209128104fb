package io.tidemark.join;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads the parts of a join state; the twin of {@link StateWriter}. Not thread-safe. */
final class StateReader {
  private final ByteBuffer in;
  private final List<String> texts = new ArrayList<>();

  StateReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = octet();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IllegalArgumentException("Corrupt join state: a number is longer than 10 bytes");
  }

  double real() {
    return number() == 1 ? 1.0 : ByteBuffer.wrap(take(Double.BYTES)).getDouble();
  }

  String text() {
    int known = (int) number();
    if (known == 0) {
      String value = new String(blob(), StandardCharsets.UTF_8);
      texts.add(value);
      return value;
    }
    if (known < 0 || known > texts.size()) {
      throw new IllegalArgumentException("Corrupt join state: there is no text " + known);
    }
    return texts.get(known - 1);
  }

  byte[] blob() {
    return take(size());
  }

  <T> List<T> list(Supplier<T> each) {
    int size = size();
    List<T> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(each.get());
    }
    return items;
  }

  <T> T optional(Supplier<T> reader) {
    return number() == 1 ? reader.get() : null;
  }

  void end() {
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(
          "Corrupt join state: " + in.remaining() + " bytes are left over");
    }
  }

  /** A length that the bytes left can hold, so that corrupt bytes never ask for much memory. */
  private int size() {
    long size = number();
    if (size < 0 || size > in.remaining()) {
      throw new IllegalArgumentException(
          "Corrupt join state: length " + size + " with " + in.remaining() + " bytes left");
    }
    return (int) size;
  }

  private byte octet() {
    return take(1)[0];
  }

  private byte[] take(int length) {
    try {
      byte[] bytes = new byte[length];
      in.get(bytes);
      return bytes;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("Corrupt join state: it ends too early", e);
    }
  }
}
