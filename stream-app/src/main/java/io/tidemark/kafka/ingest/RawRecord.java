package io.tidemark.kafka.ingest;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A record as it was read, to be read again later.
 *
 * @param offset where it stands in its partition
 */
public record RawRecord(Record<byte[], byte[]> record, long offset) {
  RawRecord withValue(byte[] value) {
    return new RawRecord(record.withValue(value), offset);
  }

  /** Where it stands, of a topic and partition. */
  RecordMetadata at(String topic, int partition) {
    return new Place(topic, partition, offset);
  }

  private record Place(String topic, int partition, long offset) implements RecordMetadata {}

  /** Writes it, headers and all. */
  void write(ByteWriter out) {
    out.unsigned(offset).signed(record.timestamp());
    write(record.key(), out);
    write(record.value(), out);
    Header[] headers = record.headers().toArray();
    out.unsigned(headers.length);
    for (Header header : headers) {
      write(header.value(), out.text(header.key()));
    }
  }

  private static void write(byte[] bytes, ByteWriter out) {
    out.flag(bytes != null);
    if (bytes != null) {
      out.bytes(bytes);
    }
  }

  /** Reads what {@link #write} wrote. */
  static RawRecord read(ByteReader in) {
    long offset = in.unsigned();
    long timestampMs = in.signed();
    byte[] key = bytes(in);
    byte[] value = bytes(in);
    Headers headers = new RecordHeaders();
    for (int left = in.count(); left > 0; left--) {
      headers.add(in.text(), bytes(in));
    }
    return new RawRecord(new Record<>(key, value, timestampMs, headers), offset);
  }

  private static byte[] bytes(ByteReader in) {
    return in.flag() ? in.bytes() : null;
  }
}
