package io.tidemark.kafka.past;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The records of one partition from an offset on, without ever waiting for them. */
final class PastRecords implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Queue<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

  /**
   * Takes over a consumer.
   *
   * @param from where to begin; empty for the earliest record retained
   */
  PastRecords(Consumer<byte[], byte[]> consumer, TopicPartition partition, OptionalLong from) {
    this.consumer = consumer;
    this.partition = partition;
    if (from.isPresent()) {
      consumer.seek(partition, from.getAsLong());
    } else {
      consumer.seekToBeginning(List.of(partition));
    }
  }

  /** The end of the partition. */
  long endOffset() {
    return consumer.endOffsets(List.of(partition)).get(partition);
  }

  /** The next record, which stays the next until {@link #remove}; null when none is here yet. */
  ConsumerRecord<byte[], byte[]> peek() {
    if (fetched.isEmpty()) {
      consumer.poll(Duration.ZERO).records(partition).forEach(fetched::add);
    }
    return fetched.peek();
  }

  void remove() {
    fetched.remove();
  }

  /**
   * Offset up to which everything was removed. Past the last record it is the consumer's position,
   * which steps over the gaps that transactions and compaction leave.
   */
  long position() {
    return fetched.isEmpty() ? consumer.position(partition) : fetched.peek().offset();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
