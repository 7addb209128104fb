package io.tidemark.kafka.seen;

import io.tidemark.bytes.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Many writes as RocksDB puts them into its log: handed over in one call instead of one for each.
 *
 * <p>A sequence number of eight bytes, which RocksDB sets, and the number of entries in four, both
 * little-endian; for each entry its kind, the length of the key, the key, and for puts the length
 * of the value and the value. Lengths are numbers of variable length. Not thread-safe.
 */
final class IdBatch {
  /*
   * https://github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format and write_batch.cc
   */
  private static final int DELETE = 0;
  private static final int PUT = 1;
  private static final int COUNT_AT = Long.BYTES;
  private static final int ID_BYTES = 3 * Long.BYTES;

  private final ByteWriter entries = new ByteWriter(1 << 12).fixed64(0).leading(0, Integer.BYTES);
  private int count;

  /** Puts the time of an id's event under its key, as {@link IdKeys#id} makes it. */
  void putId(long bucket, long high, long low, long timeMs) {
    entries.octet(PUT).octet(ID_BYTES).fixed64(bucket).fixed64(high).fixed64(low);
    value(timeMs);
  }

  /** Puts a time under another key. */
  void putTime(byte[] key, long timeMs) {
    entries.octet(PUT).bytes(key);
    value(timeMs);
  }

  private void value(long timeMs) {
    entries.octet(Long.BYTES).fixed64(timeMs);
    count++;
  }

  /** Puts a value under a key. */
  void put(byte[] key, byte[] value) {
    entries.octet(PUT).bytes(key).bytes(value);
    count++;
  }

  /** Removes a key. */
  void delete(byte[] key) {
    entries.octet(DELETE).bytes(key);
    count++;
  }

  byte[] toBytes() {
    byte[] bytes = entries.toByteArray();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT_AT, count);
    return bytes;
  }
}
