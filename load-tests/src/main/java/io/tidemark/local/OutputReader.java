package io.tidemark.local;

import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the service's output topics from their beginning, committed records only, and hands each
 * record to its check. Not thread-safe.
 */
final class OutputReader implements AutoCloseable {

  private static final Duration WAIT = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final SchemaRegistry registry;
  private final Map<String, Consumer<byte[]>> byTopic = new HashMap<>();

  OutputReader(String bootstrapServers, SchemaRegistry registry) {
    this.registry = registry;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Hands each record of a topic to {@code check}, from the next {@link #poll} on. */
  <T extends SpecificRecordBase> OutputReader hand(String topic, Class<T> type, Consumer<T> check) {
    AvroReader<T> reader = AvroReader.specific(registry, type);
    byTopic.put(topic, value -> check.accept(reader.read(value)));
    assignAll();
    return this;
  }

  /** Hands over what has come since the last call; waits a moment when there is nothing. */
  void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
      // compacted topics end keys with a record of no value
      if (record.value() != null) {
        byTopic.get(record.topic()).accept(record.value());
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void assignAll() {
    Set<TopicPartition> partitions = new HashSet<>();
    for (String topic : byTopic.keySet()) {
      List<PartitionInfo> infos = consumer.partitionsFor(topic);
      infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }
}
