package io.tidemark.monitoring.drift;

import java.io.ByteArrayOutputStream;

/** Bytes of variable length integers: seven bits a byte, low bits first. */
final class VarintOutput {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  VarintOutput putByte(int value) {
    bytes.write(value);
    return this;
  }

  VarintOutput putUnsigned(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return this;
  }

  /** Zig-zag: small numbers of either sign stay short. */
  VarintOutput putSigned(long value) {
    return putUnsigned((value << 1) ^ (value >> 63));
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
