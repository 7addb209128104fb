package io.tidemark.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The timestamps of records as Kafka Streams sees them: those of the records, but never negative.
 * Kafka Streams ends when a record has none, and a producer decides whether it has; nothing here
 * depends on it, since windows follow the event's own time. Stateless.
 */
public final class RecordTimestamps implements TimestampExtractor {

  /** The record's timestamp, or else the partition's newest so far, or else 0. */
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTime);
  }
}
