package io.tidemark.store.feast;

import java.time.Instant;

/** Instants as {@code google.protobuf.Timestamp}: seconds and nanoseconds, each left out when 0. */
public final class FeastTimestamp {
  private static final int SECONDS = 1;
  private static final int NANOS = 2;
  private static final int WIRE_BITS = 3;
  private static final long MS_PER_SECOND = 1_000;
  private static final long NANOS_PER_MS = 1_000_000;

  private FeastTimestamp() {}

  /** The bytes of an instant; none for the Unix epoch. */
  public static byte[] encode(Instant instant) {
    ProtoWriter message = new ProtoWriter(16);
    if (instant.getEpochSecond() != 0) {
      message.tag(SECONDS, ProtoWriter.VARINT).varint(instant.getEpochSecond());
    }
    if (instant.getNano() != 0) {
      message.tag(NANOS, ProtoWriter.VARINT).varint(instant.getNano());
    }
    return message.bytes();
  }

  /**
   * The instant that bytes stand for, cut to whole milliseconds.
   *
   * @throws IllegalArgumentException when the bytes are no timestamp
   */
  public static long decodeMs(byte[] bytes) {
    ProtoReader message = new ProtoReader(bytes);
    long seconds = 0;
    long nanos = 0;
    while (message.hasMore()) {
      int tag = message.tag();
      if (tag == (SECONDS << WIRE_BITS | ProtoWriter.VARINT)) {
        seconds = message.varint();
      } else if (tag == (NANOS << WIRE_BITS | ProtoWriter.VARINT)) {
        nanos = message.varint();
      } else {
        throw new IllegalArgumentException(
            "Invalid timestamp: field " + (tag >>> WIRE_BITS) + " is unknown. Who wrote it?");
      }
    }
    return Math.addExact(Math.multiplyExact(seconds, MS_PER_SECOND), nanos / NANOS_PER_MS);
  }
}
