package io.tidemark.kafka;

import io.tidemark.wire.WireFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The header in which newer serializers name the schema of a value. */
public final class SchemaHeader {
  private SchemaHeader() {}

  /** Its bytes, as {@link WireFormat} reads them, or null where there is none. */
  public static byte[] of(Headers headers) {
    Header header = headers.lastHeader(WireFormat.VALUE_SCHEMA_HEADER);
    return header == null ? null : header.value();
  }
}
