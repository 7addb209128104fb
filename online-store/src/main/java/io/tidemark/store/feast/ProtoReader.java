package io.tidemark.store.feast;

import java.nio.charset.StandardCharsets;

/**
 * Reads the wire format of Protocol Buffers. Every method throws {@link IllegalArgumentException}
 * when the bytes end too early. Not thread-safe.
 */
final class ProtoReader {
  private static final int MAX_VARINT_BITS = 63;

  private final byte[] bytes;
  private final int end;
  private int position;

  ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ProtoReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  boolean hasMore() {
    return position < end;
  }

  int tag() {
    return (int) varint();
  }

  long varint() {
    long number = 0;
    for (int shift = 0; shift <= MAX_VARINT_BITS; shift += 7) {
      byte next = bytes[take(1)];
      number |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw invalid("a number of more than ten bytes");
  }

  long fixed64() {
    return fixed(Long.BYTES);
  }

  int fixed32() {
    return (int) fixed(Integer.BYTES);
  }

  private long fixed(int count) {
    int start = take(count);
    long number = 0;
    for (int i = 0; i < count; i++) {
      number |= (bytes[start + i] & 0xFFL) << 8 * i;
    }
    return number;
  }

  /** What a length in front delimits. */
  ProtoReader message() {
    int length = length();
    int start = take(length);
    return new ProtoReader(bytes, start, start + length);
  }

  String text() {
    int length = length();
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > end - position) {
      throw invalid("a length of " + length);
    }
    return (int) length;
  }

  private int take(int count) {
    if (count > end - position) {
      throw invalid("too few bytes");
    }
    int start = position;
    position += count;
    return start;
  }

  private IllegalArgumentException invalid(String what) {
    return new IllegalArgumentException(
        "Invalid protobuf message: "
            + what
            + " at byte "
            + position
            + " of "
            + end
            + ". Is the field written by something else?");
  }
}
