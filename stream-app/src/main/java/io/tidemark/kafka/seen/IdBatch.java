package io.tidemark.kafka.seen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Many writes as RocksDB puts them into its log: handed over in one call instead of one for each.
 *
 * <p>A sequence number of eight bytes, which RocksDB sets, and the number of entries in four, both
 * little-endian; for each entry its kind, the length of the key, the key, and for puts the length
 * of the value and the value. Lengths are varints. Not thread-safe.
 */
final class IdBatch {
  /*
   * https://github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format and write_batch.cc
   */
  private static final byte DELETE = 0;
  private static final byte PUT = 1;
  private static final int COUNT_AT = Long.BYTES;
  private static final int HEADER_BYTES = COUNT_AT + Integer.BYTES;
  private static final int FRAME_BYTES = 3;
  private static final int ID_BYTES = 3 * Long.BYTES;

  /** Lengths of one byte. */
  private static final int MOST_BYTES = 127;

  private ByteBuffer entries = ByteBuffer.allocate(1 << 12).position(HEADER_BYTES);
  private int count;

  /** Puts the time of an id's event under its key, as {@link IdKeys#id} makes it. */
  void putId(long bucket, long high, long low, long timeMs) {
    reserve(FRAME_BYTES + ID_BYTES + Long.BYTES);
    entries.put(PUT).put((byte) ID_BYTES).putLong(bucket).putLong(high).putLong(low);
    entries.put((byte) Long.BYTES).putLong(timeMs);
    count++;
  }

  /**
   * Puts a value under a key.
   *
   * @throws IllegalArgumentException if one has more than {@value #MOST_BYTES} bytes
   */
  void put(byte[] key, byte[] value) {
    reserve(FRAME_BYTES + key.length + value.length);
    entries.put(PUT).put(length(key)).put(key).put(length(value)).put(value);
    count++;
  }

  /**
   * Removes a key.
   *
   * @throws IllegalArgumentException if it has more than {@value #MOST_BYTES} bytes
   */
  void delete(byte[] key) {
    reserve(FRAME_BYTES + key.length);
    entries.put(DELETE).put(length(key)).put(key);
    count++;
  }

  private static byte length(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "Key or value of " + bytes.length + " bytes: must be at most " + MOST_BYTES);
    }
    return (byte) bytes.length;
  }

  private void reserve(int bytes) {
    if (entries.remaining() < bytes) {
      byte[] larger = Arrays.copyOf(entries.array(), 2 * entries.capacity());
      entries = ByteBuffer.wrap(larger).position(entries.position());
    }
  }

  byte[] toBytes() {
    byte[] bytes = Arrays.copyOf(entries.array(), entries.position());
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT_AT, count);
    return bytes;
  }
}
