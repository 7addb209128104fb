package io.tidemark.kafka.ingest;

import io.tidemark.avro.Quarantined;
import io.tidemark.avro.RecordHeader;
import io.tidemark.kafka.SchemaHeader;
import io.tidemark.quarantine.ReplayTag;
import io.tidemark.validation.Verdict;
import io.tidemark.wire.Framing;
import io.tidemark.wire.WireFormat;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Builds quarantine records, which carry the original bytes unchanged. */
final class QuarantineRecords {
  private QuarantineRecords() {}

  static Quarantined of(
      Record<byte[], byte[]> record,
      RecordMetadata at,
      Verdict.Quarantined refusal,
      Integer schemaId,
      Set<String> entities,
      Instant now) {
    return Quarantined.newBuilder()
        .setKey(wrap(record.key()))
        .setValue(wrap(record.value()))
        .setHeaders(headers(record.headers()))
        .setReason(refusal.reason().name())
        .setRule(refusal.rule())
        .setDetail(refusal.detail())
        .setSourceTopic(at.topic())
        .setSourcePartition(at.partition())
        .setSourceOffset(at.offset())
        .setRecordTimestamp(
            record.timestamp() < 0 ? null : Instant.ofEpochMilli(record.timestamp()))
        .setSchemaId(schemaId)
        .setEntities(List.copyOf(entities))
        .setFirstSeen(replayed(record.headers()).map(ReplayTag::firstSeen).orElse(now))
        .build();
  }

  /**
   * A record that was refused behind a topic of ours, on its way to quarantine.
   *
   * @param topic it was read from
   * @param entities names of those that it is about
   */
  static Record<byte[], Quarantined> of(
      SourceRecord source,
      String topic,
      Verdict.Quarantined refusal,
      Set<String> entities,
      Instant now) {
    Record<byte[], byte[]> record = source.record();
    return record
        .withValue(of(record, source.at(topic), refusal, schemaId(record), entities, now))
        .withHeaders(goingOn(record.headers()));
  }

  /** The id of the schema that a record names; null where it names none, or a GUID. */
  static Integer schemaId(Record<byte[], byte[]> record) {
    return WireFormat.parse(record.value(), SchemaHeader.of(record.headers()))
                instanceof Framing.Named named
            && named.schema().asId().isPresent()
        ? (Integer) named.schema().asId().getAsInt()
        : null;
  }

  /** What a copy from quarantine says of itself, so that it is known for a repeat. */
  private static Optional<ReplayTag> replayed(Headers headers) {
    Map<String, byte[]> last = new HashMap<>();
    for (String name : ReplayTag.HEADERS) {
      Header header = headers.lastHeader(name);
      if (header == null) {
        return Optional.empty();
      }
      last.put(name, header.value());
    }
    return ReplayTag.of(last);
  }

  /**
   * The headers of a record in quarantine: those it had but for the framing, since what they say
   * about key and value does not hold for ours. The record lists all.
   */
  static Headers goingOn(Headers headers) {
    return new RecordHeaders(headers)
        .remove(WireFormat.VALUE_SCHEMA_HEADER)
        .remove(WireFormat.KEY_SCHEMA_HEADER);
  }

  private static List<RecordHeader> headers(Headers headers) {
    List<RecordHeader> copies = new ArrayList<>();
    for (Header header : headers) {
      copies.add(new RecordHeader(header.key(), wrap(header.value())));
    }
    return copies;
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
