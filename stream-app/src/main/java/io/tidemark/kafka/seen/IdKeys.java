package io.tidemark.kafka.seen;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of {@link RocksIdIndex}: ids by bucket and hash, then what is known of its rows, last what
 * is known of them all. Big-endian, as they are ordered.
 */
final class IdKeys {
  /** Where what is known of all rows is. */
  static final Bytes HEAD = Bytes.wrap(new byte[] {-1});

  /** Buckets are not negative, so no id begins like that. */
  private static final long ROWS = -2;

  private IdKeys() {}

  static byte[] id(long bucket, long high, long low) {
    return ByteBuffer.allocate(3 * Long.BYTES).putLong(bucket).putLong(high).putLong(low).array();
  }

  /** Before all ids of a bucket. */
  static byte[] bucket(long bucket) {
    return ByteBuffer.allocate(Long.BYTES).putLong(bucket).array();
  }

  static Bytes row(long number) {
    return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES).putLong(ROWS).putLong(number).array());
  }

  static long rowNumber(Bytes rowKey) {
    return ByteBuffer.wrap(rowKey.get()).getLong(Long.BYTES);
  }
}
