package io.tidemark.kafka.past;

import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What a source's topic held before the application read it. Thread-safe. */
public interface SourceHistory {
  /**
   * The offset from which the application goes on, transactions that are under way waited for;
   * empty when it has never committed one.
   */
  OptionalLong resumesAt(TopicPartition partition);

  /** How many partitions a topic has. */
  int partitions(String topic);

  /**
   * A consumer of committed records with this partition assigned, at any position. It does not
   * return records whose schema cannot be looked up at the moment. The caller closes it.
   */
  Consumer<byte[], byte[]> open(TopicPartition partition);
}
