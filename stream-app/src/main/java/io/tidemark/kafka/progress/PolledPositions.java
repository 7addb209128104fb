package io.tidemark.kafka.progress;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * How far the tasks of this process have read partitions, markers of transactions included: what
 * was polled and is processed. A record alone does not say so, since a partition may end with
 * offsets that hold none. Thread-safe.
 */
public final class PolledPositions {
  private final Set<String> topics;
  private final Map<TopicPartition, Position> positions = new ConcurrentHashMap<>();
  private final Set<TopicPartition> unknown = ConcurrentHashMap.newKeySet();

  /** Offsets of one partition. Written by the stream thread that owns it. */
  private static final class Position {
    private volatile long polled = -1;
    private volatile long processed = -1;
    private volatile long next = -1;

    long readTo() {
      return processed >= polled ? next : processed + 1;
    }
  }

  /**
   * Knows nothing yet.
   *
   * @param topics the topics it is asked about
   */
  public PolledPositions(Set<String> topics) {
    this.topics = Set.copyOf(topics);
  }

  /** A task begins to read, from wherever its consumer stands. */
  void begins(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> positions.put(partition, new Position()));
    unknown.addAll(partitions);
  }

  /** Takes note of what a consumer has returned; called by the thread that polls. */
  public void polled(Consumer<?, ?> consumer, ConsumerRecords<?, ?> records) {
    records.nextOffsets().forEach((p, next) -> advance(p, records.records(p), next.offset()));
    if (!unknown.isEmpty()) {
      ask(consumer);
    }
  }

  private <K, V> void advance(
      TopicPartition partition, List<? extends ConsumerRecord<K, V>> batch, long next) {
    Position position = topics.contains(partition.topic()) ? positions.get(partition) : null;
    if (position != null) {
      if (!batch.isEmpty()) {
        position.polled = batch.get(batch.size() - 1).offset();
      }
      position.next = next;
      unknown.remove(partition);
    }
  }

  /** Where nothing is polled because there is nothing, the consumer still knows where it stands. */
  private void ask(Consumer<?, ?> consumer) {
    for (TopicPartition partition : consumer.assignment()) {
      if (unknown.contains(partition)) {
        try {
          positions.get(partition).next = consumer.position(partition, Duration.ZERO);
          unknown.remove(partition);
        } catch (TimeoutException e) {
          // not fetched from yet: asked again after the next poll
        }
      }
    }
  }

  void processed(TopicPartition partition, long offset) {
    Position position = positions.get(partition);
    if (position != null) {
      position.processed = offset;
    }
  }

  /** The offset up to which a partition is processed, exclusive; 0 while that is unknown. */
  long readTo(TopicPartition partition) {
    Position position = positions.get(partition);
    return position == null ? 0 : Math.max(0, position.readTo());
  }
}
