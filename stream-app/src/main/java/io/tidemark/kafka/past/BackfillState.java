package io.tidemark.kafka.past;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;

/**
 * How far a group has been fed from the past of one partition.
 *
 * @param until the first offset the group had live: the past ends before it
 * @param next the first offset of the past it has not had
 * @param announced whether the group's features were told that it has had all
 */
public record BackfillState(long until, long next, boolean announced) {
  private static final int FORMAT = 1;

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

  /** {@code [format 1][until][next][announced]}: two offsets and a flag. */
  public byte[] encode() {
    return new ByteWriter(32)
        .octet(FORMAT)
        .unsigned(until)
        .unsigned(next)
        .flag(announced)
        .toByteArray();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws FormatException when the bytes are of another format or damaged
   */
  public static BackfillState decode(byte[] bytes) {
    ByteReader in = new ByteReader("progress of a group's past", bytes).expectFormat(FORMAT);
    BackfillState state = new BackfillState(in.unsigned(), in.unsigned(), in.flag());
    in.expectEnd();
    return state;
  }
}
