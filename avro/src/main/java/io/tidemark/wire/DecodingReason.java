package io.tidemark.wire;

/** Why bytes could not be decoded. The names are stable codes that quarantine records carry. */
public enum DecodingReason {
  /** There are no bytes: a tombstone or an empty value where a record was expected. */
  EMPTY,
  /** The first byte is not the magic byte 0, so the value is not in the Confluent wire format. */
  BAD_MAGIC,
  /** The bytes end before the schema id does. */
  TRUNCATED,
  /** The value is longer than {@link DecodingLimits#maxPayloadBytes()}. */
  TOO_LARGE,
  /** The schema is named by a GUID in a header, a form that is recognised but not read. */
  GUID_FRAMED,
  /** The registry answered, and knows no Avro schema by this id. */
  SCHEMA_UNKNOWN,
  /** The writer schema is known but is not a record. */
  NOT_A_RECORD,
  /** The bytes do not fit the writer schema: they end early or hold an impossible value. */
  CORRUPT,
  /** Values nest deeper than {@link DecodingLimits#maxDepth()}. */
  TOO_DEEP,
  /** Arrays and maps hold more items than {@link DecodingLimits#maxItems()} or the bytes allow. */
  TOO_MANY_ITEMS,
  /** The record ends before the bytes do. */
  TRAILING_BYTES,
  /** The record fits the writer schema but cannot be resolved to the reader schema. */
  INCOMPATIBLE
}
