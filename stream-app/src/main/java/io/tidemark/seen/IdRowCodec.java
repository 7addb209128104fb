package io.tidemark.seen;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rows of ids in the changelog: what was accepted between two commits.
 *
 * <p>A byte for the version; the time of the newest event so far, eight bytes; then for each id the
 * sixteen bytes of its hash and how long before the newest its event was, in milliseconds, as a
 * varint. Numbers are big-endian. Stored: a change of bytes needs a new version.
 */
public final class IdRowCodec {
  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 1 + Long.BYTES;
  private static final int MOST_VARINT_BYTES = 10;
  private static final int MOST_ENTRY_BYTES = 2 * Long.BYTES + MOST_VARINT_BYTES;

  private IdRowCodec() {}

  /**
   * A row of those ids that are not too old.
   *
   * @param newestMs no event of theirs is newer
   * @param fromMs what is before is left out
   */
  public static byte[] encode(PendingIds ids, long newestMs, long fromMs) {
    ByteBuffer row = ByteBuffer.allocate(HEADER_BYTES + ids.size() * MOST_ENTRY_BYTES);
    row.put(VERSION).putLong(newestMs);
    ids.inOrder(
        (high, low, timeMs) -> {
          if (timeMs >= fromMs) {
            putVarint(row.putLong(high).putLong(low), newestMs - timeMs);
          }
        });
    return Arrays.copyOf(row.array(), row.position());
  }

  private static void putVarint(ByteBuffer row, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      row.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    row.put((byte) rest);
  }

  /**
   * The time of the newest event when the row was written.
   *
   * @throws IllegalArgumentException if the row is of another version
   */
  public static long newestMs(byte[] row) {
    return body(row).getLong();
  }

  private static ByteBuffer body(byte[] row) {
    if (row.length < HEADER_BYTES || row[0] != VERSION) {
      throw new IllegalArgumentException(
          "Row of event ids with "
              + row.length
              + " bytes"
              + (row.length == 0 ? "" : " and version " + row[0])
              + " cannot be read: must have version "
              + VERSION
              + " and at least "
              + HEADER_BYTES
              + " bytes. Run the version that wrote it, or delete the store's changelog.");
    }
    return ByteBuffer.wrap(row, 1, row.length - 1);
  }

  /**
   * Shows the ids of a row in their order.
   *
   * @throws IllegalArgumentException if the row is of another version
   */
  public static void decode(byte[] row, IdVisitor visitor) {
    ByteBuffer body = body(row);
    long newestMs = body.getLong();
    while (body.hasRemaining()) {
      visitor.id(body.getLong(), body.getLong(), newestMs - varint(body));
    }
  }

  private static long varint(ByteBuffer body) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = body.get();
      value |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
