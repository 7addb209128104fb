package io.tidemark.kafka.run;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** The timestamp of the newest record fetched of each partition. Thread-safe. */
final class FetchedTimes {
  private final Map<TopicPartition, Long> newest = new ConcurrentHashMap<>();

  /** Takes note of what a consumer has returned. */
  void polled(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
      newest.put(partition, batch.get(batch.size() - 1).timestamp());
    }
  }

  /** Milliseconds since the Unix epoch; empty where nothing was fetched. */
  OptionalLong of(TopicPartition partition) {
    Long timeMs = newest.get(partition);
    return timeMs == null ? OptionalLong.empty() : OptionalLong.of(timeMs);
  }
}
