package io.tidemark.kafka.ingest;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;
import io.tidemark.bytes.FormatException;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A log as it was read, and where: what is refused later, behind a topic by request id, goes to
 * quarantine as if it had been refused at once.
 *
 * @param partition it was read from
 * @param raw the record and its offset
 */
public record SourceRecord(int partition, RawRecord raw) {
  /** Where it stands, of its topic. */
  RecordMetadata at(String topic) {
    return raw.at(topic, partition);
  }

  /** Its value with the schema's id or GUID in front. */
  byte[] framed() {
    return RecordIntake.framed(raw.record());
  }

  /**
   * All of it but what it goes on as, which is mostly its value.
   *
   * @param wire what it goes on as
   */
  public byte[] besides(byte[] wire) {
    byte[] value = raw.record().value();
    boolean same = Arrays.equals(value, wire);
    ByteWriter out = new ByteWriter(64).unsigned(partition).flag(same);
    (same ? raw.withValue(null) : raw).write(out);
    return out.toByteArray();
  }

  /**
   * Reads what {@link #besides} wrote.
   *
   * @param wire what it went on as
   * @throws FormatException when the bytes are damaged
   */
  public static SourceRecord of(byte[] besides, byte[] wire) {
    ByteReader in = new ByteReader("a log's source", besides);
    int partition = in.number("partition", Integer.MAX_VALUE);
    boolean same = in.flag();
    RawRecord raw = RawRecord.read(in);
    in.expectEnd();
    return new SourceRecord(partition, same ? raw.withValue(wire) : raw);
  }

  /** Its offset in the partition. */
  public long offset() {
    return raw.offset();
  }

  /** The record. */
  Record<byte[], byte[]> record() {
    return raw.record();
  }
}
