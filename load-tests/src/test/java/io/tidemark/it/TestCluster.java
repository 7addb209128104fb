package io.tidemark.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A cluster as the tests see it, with the plain clients. Not thread-safe but for producing. */
final class TestCluster implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int IDLE_POLLS = 3;

  private final String servers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  TestCluster(String servers) {
    this.servers = servers;
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "max.request.size", 2_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void create(List<NewTopic> topics) throws ExecutionException, InterruptedException {
    admin.createTopics(topics).all().get();
  }

  /** Sends so many records without content and waits until they are there. */
  void send(String topic, int count) throws ExecutionException, InterruptedException {
    for (int i = 0; i < count; i++) {
      producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
    }
  }

  /** Sends a record and waits until it is there. */
  void send(String topic, byte[] key, byte[] value) {
    send(new ProducerRecord<>(topic, key, value));
  }

  /** Sends a record and waits until it is there. */
  void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("not sent to " + record.topic(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Sends a record and does not wait. */
  Future<RecordMetadata> post(String topic, byte[] key, byte[] value) {
    return producer.send(new ProducerRecord<>(topic, key, value));
  }

  /** Sends a record with a timestamp of its own and does not wait. */
  Future<RecordMetadata> post(ProducerRecord<byte[], byte[]> record) {
    return producer.send(record);
  }

  /** The topics whose names begin so. */
  Set<String> topics(String prefix) {
    return await(admin.listTopics().names()).stream()
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toSet());
  }

  /** A setting of a topic, under Kafka's name. */
  String config(String topic, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return await(admin.describeConfigs(List.of(resource)).all()).get(resource).get(name).value();
  }

  /** How many partitions a topic has. */
  int partitions(String topic) {
    return await(admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .size();
  }

  private static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The members of a group with what each of them has. */
  Map<String, Set<TopicPartition>> members(String group) {
    try {
      return admin
          .describeConsumerGroups(List.of(group))
          .describedGroups()
          .get(group)
          .get()
          .members()
          .stream()
          .collect(
              Collectors.toMap(
                  MemberDescription::consumerId, m -> m.assignment().topicPartitions()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("no such group: " + group, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The committed offset of a group, 0 where there is none. */
  long committed(String group, TopicPartition partition) {
    try {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition);
      return offset == null ? 0 : offset.offset();
    } catch (ExecutionException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Everything committed to a topic, until nothing more comes. */
  List<ConsumerRecord<byte[], byte[]>> readCommitted(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .collect(Collectors.toList());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      int idle = 0;
      while (idle < IDLE_POLLS && behind(consumer, ends)) {
        int before = records.size();
        consumer.poll(POLL).forEach(records::add);
        idle = records.size() == before ? idle + 1 : 0;
      }
      return records;
    }
  }

  private static boolean behind(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue());
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
