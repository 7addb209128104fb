package io.tidemark.store.feast;

import java.util.Arrays;

/** Writes the wire format of Protocol Buffers. Not thread-safe. */
final class ProtoWriter {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private byte[] buffer;
  private int size;

  ProtoWriter(int capacity) {
    buffer = new byte[capacity];
  }

  ProtoWriter tag(int field, int wireType) {
    return varint((long) field << 3 | wireType);
  }

  /** As an unsigned number of 64 bits: a negative one takes ten bytes. */
  ProtoWriter varint(long number) {
    long left = number;
    while ((left & ~0x7FL) != 0) {
      put((byte) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    return put((byte) left);
  }

  ProtoWriter fixed64(long number) {
    return fixed(number, Long.BYTES);
  }

  ProtoWriter fixed32(int number) {
    return fixed(number, Integer.BYTES);
  }

  private ProtoWriter fixed(long number, int count) {
    for (int i = 0; i < count; i++) {
      put((byte) (number >>> 8 * i));
    }
    return this;
  }

  ProtoWriter bytes(byte[] bytes) {
    varint(bytes.length);
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer, size);
  }

  private ProtoWriter put(byte value) {
    ensure(1);
    buffer[size++] = value;
    return this;
  }

  private void ensure(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
    }
  }
}
