package io.tidemark.seen;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * What is known of all rows of ids: they are numbered without gaps, and removed from the first on.
 *
 * <p>Its bytes are those of format 1: four numbers of variable length in the order of the
 * components. The format is that of everything in the store.
 *
 * @param newestMs the time of the newest event when the last one was written; {@link
 *     Long#MIN_VALUE} before there was any
 * @param firstRow the number of the first row that is left
 * @param nextRow the number of the next row
 * @param bucketMs how long the buckets are that the ids lie in
 */
public record IdHead(long newestMs, long firstRow, long nextRow, long bucketMs) {
  private static final int FORMAT = 1;

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
    return new ByteWriter(32)
        .octet(FORMAT)
        .signed(newestMs)
        .unsigned(firstRow)
        .unsigned(nextRow)
        .unsigned(bucketMs)
        .toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static IdHead decode(byte[] bytes) {
    ByteReader in = new ByteReader("index of event ids", bytes).expectFormat(FORMAT);
    IdHead head = new IdHead(in.signed(), in.unsigned(), in.unsigned(), in.unsigned());
    in.expectEnd();
    return head;
  }
}
