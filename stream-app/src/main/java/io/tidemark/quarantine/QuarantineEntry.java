package io.tidemark.quarantine;

import io.tidemark.avro.Quarantined;
import io.tidemark.avro.RecordHeader;
import io.tidemark.quarantine.ReplayTag.Header;
import io.tidemark.records.TopicKeys;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record in quarantine.
 *
 * @param place where it stands there
 * @param quarantinedAt when it came there, by the clock of the broker
 * @param record what it was and why it failed
 */
public record QuarantineEntry(QuarantinePlace place, Instant quarantinedAt, Quarantined record) {

  private static final int LONGEST_KEY = 1_024;

  /** Where it was read. */
  public SourcePosition source() {
    return new SourcePosition(
        record.getSourceTopic(), record.getSourcePartition(), record.getSourceOffset());
  }

  /** The identity of what was read: the same however often it was quarantined. */
  public String identity() {
    return TopicKeys.ofReplayed(
        record.getSourceTopic(),
        record.getSourcePartition(),
        record.getSourceOffset(),
        record.getRecordTimestamp());
  }

  /** What it says of itself where it was fed from quarantine before. */
  public Optional<ReplayTag> tag() {
    return ReplayTag.of(lastHeaders());
  }

  /** What a copy of it says. */
  public ReplayTag nextTag() {
    return tag()
        .map(tag -> new ReplayTag(tag.original(), tag.attempt() + 1, tag.firstSeen()))
        .orElseGet(() -> new ReplayTag(source(), 1, record.getFirstSeen()));
  }

  /** Its original headers in their order. */
  public List<Header> headers() {
    return record.getHeaders().stream()
        .map(header -> new Header(header.getKey(), bytes(header.getValue())))
        .toList();
  }

  /** The value of its last header of a name; {@code null} without one. */
  public byte[] header(String name) {
    return lastHeaders().get(name);
  }

  private Map<String, byte[]> lastHeaders() {
    Map<String, byte[]> last = new HashMap<>();
    for (RecordHeader header : record.getHeaders()) {
      last.put(header.getKey(), bytes(header.getValue()));
    }
    return last;
  }

  /** Its original key; {@code null} without one. */
  public byte[] key() {
    return bytes(record.getKey());
  }

  /** Its original value; {@code null} for a tombstone. */
  public byte[] value() {
    return bytes(record.getValue());
  }

  /**
   * The same without value and foreign headers, and with the beginning of its key: what a list
   * holds of many, however large they are.
   */
  QuarantineEntry brief() {
    Quarantined brief =
        Quarantined.newBuilder()
            .setKey(beginning(record.getKey()))
            .setHeaders(
                record.getHeaders().stream()
                    .filter(header -> ReplayTag.HEADERS.contains(header.getKey()))
                    .toList())
            .setReason(record.getReason())
            .setRule(record.getRule())
            .setDetail(record.getDetail())
            .setSourceTopic(record.getSourceTopic())
            .setSourcePartition(record.getSourcePartition())
            .setSourceOffset(record.getSourceOffset())
            .setRecordTimestamp(record.getRecordTimestamp())
            .setSchemaId(record.getSchemaId())
            .setFirstSeen(record.getFirstSeen())
            .build();
    return new QuarantineEntry(place, quarantinedAt, brief);
  }

  /** In memory of its own, since the buffer may be a part of a larger one. */
  private static ByteBuffer beginning(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] beginning = new byte[Math.min(buffer.remaining(), LONGEST_KEY)];
    buffer.duplicate().get(beginning);
    return ByteBuffer.wrap(beginning);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}
