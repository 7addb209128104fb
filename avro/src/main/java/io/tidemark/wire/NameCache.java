package io.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Strings for names that come with every record, so that none is made for each.
 *
 * <p>A table of fixed size in which a name takes the place of another one: what it holds is bounded
 * whatever comes. Not thread-safe.
 */
final class NameCache {
  private static final int SLOTS = 4096;
  private static final int MAX_BYTES = 128;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final byte[][] encoded = new byte[SLOTS][];
  private final String[] names = new String[SLOTS];

  /**
   * The string of some bytes in UTF-8, the same one as before where it is still there.
   *
   * @throws IndexOutOfBoundsException when they are not all there
   */
  String name(byte[] bytes, int from, int length) {
    if (length > MAX_BYTES) {
      return new String(bytes, from, length, UTF_8);
    }
    int slot = slot(bytes, from, from + length);
    byte[] held = encoded[slot];
    if (held == null || !Arrays.equals(held, 0, held.length, bytes, from, from + length)) {
      names[slot] = new String(bytes, from, length, UTF_8);
      encoded[slot] = Arrays.copyOfRange(bytes, from, from + length);
    }
    return names[slot];
  }

  /** Eight bytes at a time: a step for each byte would cost more than the string that it saves. */
  private static int slot(byte[] bytes, int from, int end) {
    long hash = end - from;
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = (hash ^ (long) LONGS.get(bytes, at)) * SPREAD;
      hash ^= hash >>> 32;
    }
    for (; at < end; at++) {
      hash = (hash ^ bytes[at]) * SPREAD;
    }
    return (int) ((hash ^ hash >>> 32) & SLOTS - 1);
  }
}
