package io.tidemark.wire;

import static io.tidemark.wire.DecodingReason.BAD_MAGIC;
import static io.tidemark.wire.DecodingReason.EMPTY;
import static io.tidemark.wire.DecodingReason.TRUNCATED;

import io.tidemark.registry.SchemaKey;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Frames of the Confluent wire format.
 *
 * <p>A frame is the byte 0 and the schema id as four bytes big-endian, or the byte 1 and the
 * schema's GUID as sixteen bytes big-endian. In the payload form the frame comes before the Avro
 * payload; in the header form it is in a record header, and the value is the payload alone. A
 * header, where there is one, decides. Every form is read; only ids before payloads are written.
 */
public final class WireFormat {

  /** Name of the record header that names the schema of the value. */
  public static final String VALUE_SCHEMA_HEADER = "__value_schema_id";

  /** Name of the record header that names the schema of the key. */
  public static final String KEY_SCHEMA_HEADER = "__key_schema_id";

  /** Bytes of a frame with an id: the magic byte and the schema id. */
  public static final int FRAME_BYTES = 5;

  /** Bytes of a frame with a GUID: the magic byte and the GUID. */
  public static final int GUID_FRAME_BYTES = 17;

  static final byte ID_MAGIC = 0;
  static final byte GUID_MAGIC = 1;

  private WireFormat() {}

  /**
   * Reads the frame of a value that came without a schema header.
   *
   * @param value the record's value; null counts as empty
   */
  public static Framing parse(byte[] value) {
    return value == null || value.length == 0
        ? new Framing.Malformed(EMPTY, "The value is empty; a framed record was expected.")
        : frameOf(value, "value", true);
  }

  /**
   * Reads the frame of a value.
   *
   * @param value the record's value; null counts as empty
   * @param schemaHeader the record's {@link #VALUE_SCHEMA_HEADER}, or null where it has none
   */
  public static Framing parse(byte[] value, byte[] schemaHeader) {
    boolean empty = value == null || value.length == 0;
    return schemaHeader == null || empty ? parse(value) : parseHeader(schemaHeader);
  }

  /** Returns the frame before a payload: magic byte and id. */
  static byte[] frame(int schemaId) {
    return ByteBuffer.allocate(FRAME_BYTES).put(ID_MAGIC).putInt(schemaId).array();
  }

  /**
   * A value in the payload form, whichever form it came in. What cannot be read stays so.
   *
   * @param value the record's value; null counts as empty
   * @param schemaHeader the record's {@link #VALUE_SCHEMA_HEADER}, or null where it has none
   */
  public static byte[] inPayloadForm(byte[] value, byte[] schemaHeader) {
    if (schemaHeader == null) {
      return value;
    }
    byte[] payload = value == null ? new byte[0] : value;
    boolean guid = schemaHeader.length > 0 && schemaHeader[0] == GUID_MAGIC;
    int frame = Math.min(guid ? GUID_FRAME_BYTES : FRAME_BYTES, schemaHeader.length);
    return ByteBuffer.allocate(frame + payload.length)
        .put(schemaHeader, 0, frame)
        .put(payload)
        .array();
  }

  private static Framing parseHeader(byte[] header) {
    return header.length == 0
        ? truncated(0, FRAME_BYTES, "schema header")
        : frameOf(header, "schema header", false);
  }

  private static Framing frameOf(byte[] bytes, String where, boolean payloadFollows) {
    return switch (bytes[0]) {
      case ID_MAGIC -> {
        if (bytes.length < FRAME_BYTES) {
          yield truncated(bytes.length, FRAME_BYTES, where);
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        yield new Framing.Named(new SchemaKey.Id(id), payloadFollows ? FRAME_BYTES : 0);
      }
      case GUID_MAGIC -> {
        if (bytes.length < GUID_FRAME_BYTES) {
          yield truncated(bytes.length, GUID_FRAME_BYTES, where);
        }
        yield new Framing.Named(guid(bytes), payloadFollows ? GUID_FRAME_BYTES : 0);
      }
      default -> badMagic(bytes[0], where);
    };
  }

  private static SchemaKey guid(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame, 1, GUID_FRAME_BYTES - 1);
    return new SchemaKey.Guid(new UUID(bytes.getLong(), bytes.getLong()));
  }

  private static Framing badMagic(byte magic, String where) {
    return new Framing.Malformed(
        BAD_MAGIC,
        ("The %s starts with byte 0x%02x; the Confluent wire format starts with 0x00 or 0x01. "
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
