package io.tidemark.kafka.quarantine;

import io.tidemark.quarantine.SourcePosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the service has read, as its group has committed. What a record leads to is committed
 * with it, so that what is read and not in quarantine then never comes there.
 */
public final class CopyWatch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> offsets;
  private final Map<TopicPartition, Long> read = new HashMap<>();

  /**
   * A watch of a group.
   *
   * @param offsets asks what it has committed; closed with this
   */
  public CopyWatch(Consumer<byte[], byte[]> offsets) {
    this.offsets = offsets;
  }

  /**
   * Waits until positions are read.
   *
   * @return whether they are
   */
  public boolean await(Set<SourcePosition> positions, Duration patience) {
    long startedNanos = System.nanoTime();
    while (!positions.stream().allMatch(this::isRead)) {
      look(positions);
      if (System.nanoTime() - startedNanos > patience.toNanos()) {
        return positions.stream().allMatch(this::isRead);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }

  private void look(Set<SourcePosition> positions) {
    Set<TopicPartition> partitions =
        positions.stream()
            .map(position -> new TopicPartition(position.topic(), position.partition()))
            .collect(Collectors.toSet());
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry :
        offsets.committed(partitions).entrySet()) {
      if (entry.getValue() != null) {
        read.put(entry.getKey(), entry.getValue().offset());
      }
    }
  }

  /** Whether a position was read when it was looked at last. */
  public boolean isRead(SourcePosition position) {
    TopicPartition partition = new TopicPartition(position.topic(), position.partition());
    return read.getOrDefault(partition, 0L) > position.offset();
  }

  @Override
  public void close() {
    offsets.close();
  }
}
