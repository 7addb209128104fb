package io.tidemark.wire;

import io.tidemark.registry.SchemaKey;

/** How a value names its writer schema, or why it does not. */
public sealed interface Framing {

  /**
   * The schema is named.
   *
   * @param schema id or GUID of the writer schema
   * @param offset index in the value of the first byte of the Avro payload; 0 where a header names
   *     the schema
   */
  record Named(SchemaKey schema, int offset) implements Framing {}

  /**
   * The value is not in the wire format.
   *
   * @param reason {@link DecodingReason#EMPTY}, {@link DecodingReason#BAD_MAGIC} or {@link
   *     DecodingReason#TRUNCATED}
   * @param detail the same for people
   */
  record Malformed(DecodingReason reason, String detail) implements Framing {}
}
