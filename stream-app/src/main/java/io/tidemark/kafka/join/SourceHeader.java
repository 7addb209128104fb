package io.tidemark.kafka.join;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * On the topics by request id, what of a record as it came is not in its value, so that it can go
 * to quarantine as it came when the join refuses it.
 */
final class SourceHeader {
  private static final String NAME = "tidemark_source";

  private SourceHeader() {}

  static void write(Headers headers, byte[] source) {
    headers.add(NAME, source);
  }

  /** What was written; null where nothing was. */
  static byte[] read(Headers headers) {
    Header header = headers.lastHeader(NAME);
    return header == null ? null : header.value();
  }
}
