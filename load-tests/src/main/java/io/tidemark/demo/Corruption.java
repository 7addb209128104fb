package io.tidemark.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Spoils encoded values as real producers do. Pure. */
public final class Corruption {

  private static final int UNKNOWN_ID = 0x7FFF_FF00;
  private static final int ID_AT = 1;
  private static final int CUT_BYTES = 3;

  private Corruption() {}

  /**
   * The bytes to publish for a message.
   *
   * @param encoded the value in the Confluent wire format; not changed
   */
  public static byte[] apply(Fault fault, byte[] encoded) {
    return switch (fault) {
      case NONE, DUPLICATE, MISSING_FIELD, NEGATIVE_PRICE, FAR_FUTURE -> encoded;
      case CUT_SHORT -> Arrays.copyOf(encoded, encoded.length - CUT_BYTES);
      case NOT_AVRO -> "{\"not\": \"avro\"}".getBytes(StandardCharsets.UTF_8);
      case UNKNOWN_SCHEMA -> withId(encoded.clone());
    };
  }

  private static byte[] withId(byte[] value) {
    ByteBuffer.wrap(value).putInt(ID_AT, UNKNOWN_ID);
    return value;
  }
}
