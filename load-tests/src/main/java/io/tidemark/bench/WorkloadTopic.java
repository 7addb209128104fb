package io.tidemark.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a workload into a new topic of four partitions, keyed by user. */
record WorkloadTopic(String bootstrapServers, String registryUrl, String name) {
  static final int PARTITIONS = 4;
  private static final short REPLICAS = 1;

  void write(Workload workload, Admin admin) throws ExecutionException, InterruptedException {
    admin.createTopics(Set.of(new NewTopic(name, PARTITIONS, REPLICAS))).all().get();
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", registryUrl));
        KafkaProducer<byte[], byte[]> producer = producer()) {
      ShopEvents encoding = new ShopEvents(registry, name);
      for (long number = 0; number < workload.events(); number++) {
        ShopEvent event = workload.event(number);
        byte[] key = event.userId().getBytes(UTF_8);
        var unused =
            producer.send(
                new ProducerRecord<>(name, key, encoding.encode(event)),
                (metadata, error) -> failure.compareAndSet(null, error));
      }
    }
    if (failure.get() != null) {
      throw new ExecutionException("Cannot write the workload", failure.get());
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "1",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            false,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.BATCH_SIZE_CONFIG,
            131_072,
            ProducerConfig.LINGER_MS_CONFIG,
            20);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
