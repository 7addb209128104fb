package io.tidemark.wire;

import static io.tidemark.wire.DecodingReason.BAD_MAGIC;
import static io.tidemark.wire.DecodingReason.EMPTY;
import static io.tidemark.wire.DecodingReason.TRUNCATED;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Frames of the Confluent wire format.
 *
 * <p>Two forms exist. In the payload form the value is the byte 0, the schema id as four bytes
 * big-endian, then the Avro payload. In the header form a record header holds the byte 1 and the
 * schema's GUID as sixteen bytes big-endian, and the value is the Avro payload alone. A header,
 * where there is one, decides. Both forms are recognised; only the payload form is written.
 */
public final class WireFormat {

  /** Name of the record header that names the schema of the value. */
  public static final String VALUE_SCHEMA_HEADER = "__value_schema_id";

  /** Name of the record header that names the schema of the key. */
  public static final String KEY_SCHEMA_HEADER = "__key_schema_id";

  /** Bytes of a payload frame: the magic byte and the schema id. */
  public static final int FRAME_BYTES = 5;

  static final byte ID_MAGIC = 0;
  static final byte GUID_MAGIC = 1;
  private static final int GUID_FRAME_BYTES = 17;

  private WireFormat() {}

  /**
   * Reads the frame of a value that came without a schema header.
   *
   * @param value the record's value; null counts as empty
   */
  public static Framing parse(byte[] value) {
    if (value == null || value.length == 0) {
      return new Framing.Malformed(EMPTY, "The value is empty; a framed record was expected.");
    }
    if (value[0] != ID_MAGIC) {
      return badMagic(value[0], "value");
    }
    return value.length < FRAME_BYTES
        ? truncated(value.length, FRAME_BYTES, "value")
        : new Framing.ById(ByteBuffer.wrap(value).getInt(1), FRAME_BYTES);
  }

  /**
   * Reads the frame of a value.
   *
   * @param value the record's value; null counts as empty
   * @param schemaHeader the record's {@link #VALUE_SCHEMA_HEADER}, or null where it has none
   */
  public static Framing parse(byte[] value, byte[] schemaHeader) {
    return schemaHeader == null ? parse(value) : parseHeader(schemaHeader);
  }

  /** Returns the frame before a payload: magic byte and id. */
  static byte[] frame(int schemaId) {
    return ByteBuffer.allocate(FRAME_BYTES).put(ID_MAGIC).putInt(schemaId).array();
  }

  private static Framing parseHeader(byte[] header) {
    if (header.length == 0) {
      return new Framing.Malformed(EMPTY, "The header " + VALUE_SCHEMA_HEADER + " is empty.");
    }
    return switch (header[0]) {
      case ID_MAGIC -> idHeader(header);
      case GUID_MAGIC -> guidHeader(header);
      default -> badMagic(header[0], "schema header");
    };
  }

  private static Framing idHeader(byte[] header) {
    return header.length < FRAME_BYTES
        ? truncated(header.length, FRAME_BYTES, "schema header")
        : new Framing.ById(ByteBuffer.wrap(header).getInt(1), 0);
  }

  private static Framing guidHeader(byte[] header) {
    if (header.length < GUID_FRAME_BYTES) {
      return truncated(header.length, GUID_FRAME_BYTES, "schema header");
    }
    ByteBuffer bytes = ByteBuffer.wrap(header, 1, GUID_FRAME_BYTES - 1);
    return new Framing.ByGuid(new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static Framing badMagic(byte magic, String where) {
    return new Framing.Malformed(
        BAD_MAGIC,
        ("The %s starts with byte 0x%02x; the Confluent wire format starts with 0x00. "
                + "Is the producer using a schema registry serializer?")
            .formatted(where, magic));
  }

  private static Framing truncated(int length, int expected, String where) {
    return new Framing.Malformed(
        TRUNCATED,
        "The %s has %d bytes; at least %d are needed to name a schema."
            .formatted(where, length, expected));
  }
}
