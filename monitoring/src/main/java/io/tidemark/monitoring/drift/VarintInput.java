package io.tidemark.monitoring.drift;

/** Reads what {@link VarintOutput} wrote; refuses bytes that are cut short or too long. */
final class VarintInput {

  private static final int MAX_SHIFT = 63;

  private final String what;
  private final byte[] bytes;
  private int position;

  /**
   * @param what name of the format, for messages
   */
  VarintInput(String what, byte[] bytes) {
    this.what = what;
    this.bytes = bytes;
  }

  int nextByte() {
    if (position == bytes.length) {
      throw corrupt("ends after %d bytes".formatted(bytes.length));
    }
    return bytes[position++] & 0xFF;
  }

  void expectFormat(int format) {
    int actual = nextByte();
    if (actual != format) {
      throw corrupt("has format %d; this release reads format %d".formatted(actual, format));
    }
  }

  long nextUnsigned() {
    long value = 0;
    for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
      int next = nextByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw corrupt("has a number of more than 64 bits at byte " + position);
  }

  long nextSigned() {
    long value = nextUnsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  /** An unsigned number of at most {@code max}, such as a size to be allocated. */
  int nextSize(String name, int max) {
    long value = nextUnsigned();
    if (value < 0 || value > max) {
      throw corrupt(
          "has %s %s; must be at most %d".formatted(name, Long.toUnsignedString(value), max));
    }
    return (int) value;
  }

  void expectEnd() {
    if (position != bytes.length) {
      throw corrupt("has %d bytes too many".formatted(bytes.length - position));
    }
  }

  IllegalArgumentException corrupt(String problem) {
    return new IllegalArgumentException("Cannot read %s: it %s".formatted(what, problem));
  }
}
