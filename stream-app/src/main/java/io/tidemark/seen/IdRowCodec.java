package io.tidemark.seen;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * Rows of ids in the changelog: what was accepted between two commits.
 *
 * <p>A byte for the format, 1; the time of the newest event so far; then for each id the sixteen
 * bytes of its hash and how long before the newest its event was, in milliseconds. Times are
 * numbers of variable length. Stateless and thread-safe.
 */
public final class IdRowCodec {
  private static final int FORMAT = 1;
  private static final int HEADER_BYTES = 8;

  /** Of an event up to half an hour before the newest. */
  private static final int USUAL_ENTRY_BYTES = 2 * Long.BYTES + 3;

  private IdRowCodec() {}

  /**
   * A row of those ids that are not too old.
   *
   * @param newestMs no event of theirs is newer
   * @param fromMs what is before is left out
   */
  public static byte[] encode(PendingIds ids, long newestMs, long fromMs) {
    ByteWriter row = new ByteWriter(HEADER_BYTES + ids.size() * USUAL_ENTRY_BYTES);
    row.octet(FORMAT).signed(newestMs);
    ids.inOrder(
        (high, low, timeMs) -> {
          if (timeMs >= fromMs) {
            row.fixed64(high).fixed64(low).unsigned(newestMs - timeMs);
          }
        });
    return row.toByteArray();
  }

  /**
   * The time of the newest event when the row was written.
   *
   * @throws FormatException when the row is of another format or damaged
   */
  public static long newestMs(byte[] row) {
    return body(row).signed();
  }

  private static ByteReader body(byte[] row) {
    return new ByteReader("row of event ids", row).expectFormat(FORMAT);
  }

  /**
   * Shows the ids of a row in their order.
   *
   * @throws FormatException when the row is of another format or damaged
   */
  public static void decode(byte[] row, IdVisitor visitor) {
    ByteReader body = body(row);
    long newestMs = body.signed();
    while (!body.isAtEnd()) {
      visitor.id(body.fixed64(), body.fixed64(), newestMs - body.unsigned());
    }
  }
}
