package io.tidemark.kafka.past;

import java.nio.ByteBuffer;

/**
 * How far a group has been fed from the past of one partition.
 *
 * @param until the first offset the group had live: the past ends before it
 * @param next the first offset of the past it has not had
 * @param announced whether the group's features were told that it has had all
 */
public record BackfillState(long until, long next, boolean announced) {
  private static final byte FORMAT = 1;
  private static final int BYTES = 2 + 2 * Long.BYTES;

  public boolean complete() {
    return next >= until;
  }

  /** Whether the group still needs the record at an offset. */
  public boolean lacks(long offset) {
    return offset >= next && offset < until;
  }

  /** After everything before a position was passed on; never goes back. */
  public BackfillState upTo(long position) {
    return new BackfillState(until, Math.max(next, Math.min(position, until)), announced);
  }

  /** With a past that ends no later than the partition does. */
  public BackfillState within(long endOffset) {
    return new BackfillState(Math.min(until, endOffset), next, announced);
  }

  public BackfillState told() {
    return new BackfillState(until, next, true);
  }

  public byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .put(FORMAT)
        .putLong(until)
        .putLong(next)
        .put((byte) (announced ? 1 : 0))
        .array();
  }

  public static BackfillState decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte format = in.get();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "Unknown format "
              + format
              + " of the progress of a group's past: this version reads format "
              + FORMAT
              + ". Run the version that wrote it, or start under a new application.id.");
    }
    return new BackfillState(in.getLong(), in.getLong(), in.get() != 0);
  }
}
