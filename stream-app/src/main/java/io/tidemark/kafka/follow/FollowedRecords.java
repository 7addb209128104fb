package io.tidemark.kafka.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.kafka.SchemaHeader;
import io.tidemark.monitoring.metrics.FollowMetrics;
import io.tidemark.monitoring.metrics.SkipReason;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.DecodingException;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one followed topic on their way to who follows it. What is no record of the topic
 * is skipped and counted; the log names the first for each reason, since whoever writes one writes
 * many.
 */
final class FollowedRecords<T extends SpecificRecordBase> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedRecords.class);
  private final FollowedTopic<T> topic;
  private final AvroReader<T> reader;
  private final FollowMetrics metrics;
  private final Set<SkipReason> logged = EnumSet.noneOf(SkipReason.class);

  FollowedRecords(FollowedTopic<T> topic, SchemaRegistry registry, FollowMetrics metrics) {
    this.topic = topic;
    Class<T> type = topic.type();
    this.reader = AvroReader.specific(registry, type).ofName(type.getSimpleName());
    this.metrics = metrics;
    metrics.topicFollowed(topic.name());
  }

  FollowedTopic<T> topic() {
    return topic;
  }

  /**
   * Hands a record over, or skips it.
   *
   * @throws io.tidemark.registry.RegistryException when its schema could not be fetched
   */
  void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() == null) {
        topic.by().remove(keyOfTombstone(record));
      } else {
        T value = reader.read(record.value(), SchemaHeader.of(record.headers()));
        topic.by().requireKey(key(record), value);
        topic.by().accept(value);
      }
    } catch (DecodingException e) {
      skip(record, SkipReason.UNDECODABLE, e);
    } catch (IllegalArgumentException e) {
      skip(record, SkipReason.REFUSED, e);
    }
  }

  /** Takes note that all before an offset was taken. */
  void reached(int partition, long offset) {
    topic.by().reached(partition, offset);
  }

  private static String keyOfTombstone(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      throw new IllegalArgumentException("It has neither key nor value.");
    }
    return key(record);
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), UTF_8);
  }

  private void skip(
      ConsumerRecord<byte[], byte[]> record, SkipReason reason, RuntimeException cause) {
    metrics.recordSkipped(record.topic(), reason);
    if (logged.add(reason)) {
      LOG.warn(
          "Skipped {}-{}@{}: it is no {}. {} Further ones are only counted, in"
              + " tidemark_followed_skipped_total.",
          record.topic(),
          record.partition(),
          record.offset(),
          topic.type().getSimpleName(),
          cause.getMessage());
    }
  }
}
