package io.tidemark.app;

import io.tidemark.kafka.past.SourceHistory;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** An application that has never committed: nothing is in the past. */
final class FreshHistory implements SourceHistory {
  @Override
  public OptionalLong resumesAt(TopicPartition partition) {
    return OptionalLong.empty();
  }

  @Override
  public int partitions(String topic) {
    return 1;
  }

  @Override
  public Consumer<byte[], byte[]> open(TopicPartition partition) {
    throw new IllegalStateException("a fresh application has no past to read");
  }
}
