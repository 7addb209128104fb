package io.tidemark.store.feast;

import java.time.Instant;

/** Instants as {@code google.protobuf.Timestamp}: seconds and nanoseconds, each left out when 0. */
public final class FeastTimestamp {
  private static final int SECONDS = 1;
  private static final int NANOS = 2;

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
}
