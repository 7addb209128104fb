package io.tidemark.wire;

import java.util.UUID;

/** How a value names its writer schema, or why it does not. */
public sealed interface Framing {

  /**
   * The schema is named by its registry id.
   *
   * @param schemaId id of the writer schema, as the registry gave it
   * @param offset index in the value of the first byte of the Avro payload
   */
  record ById(int schemaId, int offset) implements Framing {}

  /**
   * The schema is named by a GUID in a record header and the value is a bare Avro payload.
   *
   * @param guid identity of the writer schema
   */
  record ByGuid(UUID guid) implements Framing {}

  /**
   * The value is not in the wire format.
   *
   * @param reason {@link DecodingReason#EMPTY}, {@link DecodingReason#BAD_MAGIC} or {@link
   *     DecodingReason#TRUNCATED}
   * @param detail the same for people
   */
  record Malformed(DecodingReason reason, String detail) implements Framing {}
}
