package io.tidemark.kafka.gate;

import io.tidemark.kafka.SchemaHeader;
import io.tidemark.registry.SchemaKey;
import io.tidemark.wire.Framing;
import io.tidemark.wire.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds records back while the schema registry cannot say what they are.
 *
 * <p>A registry outage is not the record's fault, and a stream task that waits for the registry
 * inside a transaction is fenced. So the wait happens in front of the topology: a record whose
 * schema has no answer yet ends its partition's batch, and the consumer seeks back to it and tries
 * again at a later poll. Partitions whose schemas are known go on, and so do timers and commits. A
 * schema the registry says it does not have passes: that is the record's fault and ends in
 * quarantine.
 *
 * <p>Thread-safe; one gate serves every consumer of the process.
 */
public final class RegistryGate {
  /** Longest wait of one poll, however many partitions and ids it is about. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final SchemaAnswers answers;
  private final Set<String> topics;

  /**
   * Creates a gate.
   *
   * @param answers where schemas are looked up
   * @param topics the topics whose values are in the Confluent wire format
   */
  public RegistryGate(SchemaAnswers answers, Set<String> topics) {
    this.answers = answers;
    this.topics = Set.copyOf(topics);
  }

  /** Wraps a consumer so that {@code poll} returns only records whose schema id has an answer. */
  public Consumer<byte[], byte[]> guard(Consumer<byte[], byte[]> consumer) {
    return PolledConsumer.of(consumer, this::admit);
  }

  private ConsumerRecords<byte[], byte[]> admit(
      Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, Integer> held = new HashMap<>();
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    for (TopicPartition partition : polled.partitions()) {
      if (topics.contains(partition.topic())) {
        List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
        int end = admissible(records, deadlineNanos);
        if (end < records.size()) {
          held.put(partition, end);
        }
      }
    }
    return held.isEmpty() ? polled : without(held, consumer, polled);
  }

  /** What was polled, each partition up to the first record that is held. */
  private static ConsumerRecords<byte[], byte[]> without(
      Map<TopicPartition, Integer> held,
      Consumer<byte[], byte[]> consumer,
      ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> admitted = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      int end = held.getOrDefault(partition, records.size());
      if (end < records.size()) {
        consumer.seek(partition, records.get(end).offset());
        next.put(partition, new OffsetAndMetadata(records.get(end).offset()));
      }
      if (end > 0) {
        admitted.put(partition, new ArrayList<>(records.subList(0, end)));
      }
    }
    return new ConsumerRecords<>(admitted, next);
  }

  /** How many records from the first have an answer. Most are of the same schema in a row. */
  private int admissible(List<ConsumerRecord<byte[], byte[]>> records, long deadlineNanos) {
    SchemaKey answered = null;
    for (int i = 0; i < records.size(); i++) {
      if (framing(records.get(i)) instanceof Framing.Named named
          && !named.schema().equals(answered)) {
        long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
        if (!answers.has(named.schema(), Duration.ofNanos(leftNanos))) {
          return i;
        }
        answered = named.schema();
      }
    }
    return records.size();
  }

  private static Framing framing(ConsumerRecord<byte[], byte[]> record) {
    return WireFormat.parse(record.value(), SchemaHeader.of(record.headers()));
  }
}
