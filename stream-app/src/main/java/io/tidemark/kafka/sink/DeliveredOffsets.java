package io.tidemark.kafka.sink;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a topic has been delivered by the group of its sinks, on whichever instance they run. Not
 * thread-safe.
 */
final class DeliveredOffsets implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Takes over a consumer.
   *
   * @param consumer of the sinks' group, which it does not join; of uncommitted records, because a
   *     transaction may be decided before its end is in the log
   */
  DeliveredOffsets(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
  }

  /** The end of each partition now. */
  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions);
  }

  /** Whether everything before some offsets has been acknowledged. */
  boolean reached(Map<TopicPartition, Long> offsets) {
    Set<TopicPartition> asked = new HashSet<>(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(asked);
    return offsets.entrySet().stream()
        .allMatch(end -> end.getValue() == 0 || isAt(committed.get(end.getKey()), end.getValue()));
  }

  private static boolean isAt(OffsetAndMetadata committed, long offset) {
    return committed != null && committed.offset() >= offset;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
