package io.tidemark.wire;

/** Why bytes could not be decoded. The names are stable codes that quarantine records carry. */
public enum DecodingReason {
  /** There are no bytes: a tombstone or an empty value where a record was expected. */
  EMPTY,
  /** The first byte is neither 0 nor 1, so the value is not in the Confluent wire format. */
  BAD_MAGIC,
  /** The bytes end before the schema's id or GUID does. */
  TRUNCATED,
  /** The value is longer than {@link DecodingLimits#maxPayloadBytes()}. */
  TOO_LARGE,
  /** The registry answered, and knows no Avro schema by this id or GUID. */
  SCHEMA_UNKNOWN,
  /** The schema is of another type than Avro: JSON Schema or Protobuf. */
  SCHEMA_TYPE,
  /** The schema is named by a GUID, and the registry has no look-up by GUID. */
  GUID_UNSUPPORTED,
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
  /** The record fits the writer schema but cannot be resolved to the schema it is read with. */
  INCOMPATIBLE,
  /** The record is of a type that the reader was told to leave to others. */
  OTHER_RECORD
}
