package io.tidemark.seen;

import java.nio.ByteBuffer;

/**
 * What is known of all rows of ids: they are numbered without gaps, and removed from the first on.
 *
 * @param newestMs the time of the newest event when the last one was written; {@link
 *     Long#MIN_VALUE} before there was any
 * @param firstRow the number of the first row that is left
 * @param nextRow the number of the next row
 * @param bucketMs how long the buckets are that the ids lie in
 */
public record IdHead(long newestMs, long firstRow, long nextRow, long bucketMs) {
  public static IdHead empty(long bucketMs) {
    return new IdHead(Long.MIN_VALUE, 0, 0, bucketMs);
  }

  public IdHead withRow(long number, long rowNewestMs) {
    return new IdHead(
        Math.max(newestMs, rowNewestMs),
        firstRow == nextRow ? number : firstRow,
        Math.max(nextRow, number + 1),
        bucketMs);
  }

  public IdHead withoutRow(long number) {
    return new IdHead(
        newestMs, Math.max(firstRow, number + 1), Math.max(nextRow, number + 1), bucketMs);
  }

  public byte[] encode() {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(newestMs)
        .putLong(firstRow)
        .putLong(nextRow)
        .putLong(bucketMs)
        .array();
  }

  public static IdHead decode(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    return new IdHead(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }
}
