package io.tidemark.kafka.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.avro.Replayed;
import io.tidemark.kafka.BoundedReading;
import io.tidemark.kafka.Topics.Topic;
import io.tidemark.quarantine.Fed;
import io.tidemark.quarantine.QuarantineEntry;
import io.tidemark.quarantine.SourcePosition;
import io.tidemark.records.TopicKeys;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import io.tidemark.wire.DecodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The topic that says what was fed from quarantine: how it is read and written. */
final class ReplayLedger {
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Topic<Replayed> topic;
  private final AvroWriter writer;
  private final AvroReader<Replayed> reader;

  ReplayLedger(Topic<Replayed> topic, SchemaRegistry registry) {
    this.topic = topic;
    this.writer = new AvroWriter(registry, true);
    this.reader = AvroReader.specific(registry, Replayed.class);
  }

  /**
   * What was fed, by identity.
   *
   * @param consumer of committed records, without a group
   */
  Map<String, Fed> read(Consumer<byte[], byte[]> consumer) {
    Map<String, Fed> fed = new HashMap<>();
    boolean unused =
        new BoundedReading(consumer, topic.name(), PATIENCE)
            .read(
                Map.of(),
                record -> {
                  decoded(record.value())
                      .ifPresent(known -> fed.put(TopicKeys.of(known), fed(known)));
                  return true;
                });
    return fed;
  }

  private Optional<Replayed> decoded(byte[] value) {
    try {
      return value == null ? Optional.empty() : Optional.of(reader.read(value));
    } catch (DecodingException e) {
      return Optional.empty();
    }
  }

  private static Fed fed(Replayed known) {
    return new Fed(
        new SourcePosition(
            known.getSourceTopic(), known.getSourcePartition(), known.getSourceOffset()),
        known.getCopyOffset(),
        known.getAttempt(),
        known.getReplayedAt(),
        Optional.ofNullable(known.getReplayedBy()));
  }

  /** Says of a record that it was fed. */
  ProducerRecord<byte[], byte[]> record(QuarantineEntry entry, Fed fed) {
    Instant timestamp = entry.record().getRecordTimestamp();
    Replayed value =
        Replayed.newBuilder()
            .setSourceTopic(fed.source().topic())
            .setSourcePartition(fed.source().partition())
            .setSourceOffset(fed.source().offset())
            .setRecordTimestamp(timestamp)
            .setCopyOffset(fed.copyOffset())
            .setAttempt(fed.attempt())
            .setReplayedAt(fed.at())
            .setReplayedBy(fed.by().orElse(null))
            .build();
    return new ProducerRecord<>(
        topic.name(),
        TopicKeys.of(value).getBytes(UTF_8),
        writer.write(topic.valueSubject(), value));
  }
}
