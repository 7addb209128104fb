package io.tidemark.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the clients that Tidemark runs beside its topology, from what a user set for all of them.
 *
 * @param settings bootstrap servers, security and whatever else a user wants, under Kafka's names
 * @param clientId first part of every client's id
 */
public record KafkaClients(Map<String, Object> settings, String clientId) {
  /** So long that a cluster under load answers, so short that who starts is told soon. */
  private static final int ADMIN_TIMEOUT_MS = 8_000;

  /**
   * Does something about topics, with a connection for as long as it takes.
   *
   * @throws KafkaUnavailableException when nobody answers within some seconds
   */
  public void setUpTopics(TopicSetup.Shape shape, TopicTask task) {
    asking(
        (admin, servers) -> {
          task.accept(new TopicSetup(admin, shape, servers));
          return null;
        });
  }

  /**
   * How the cluster is. Changes nothing.
   *
   * @throws KafkaUnavailableException when nobody answers within some seconds
   */
  public ClusterReport report(Set<String> read, Set<String> written) {
    return asking(
        (admin, servers) -> ClusterReport.of(admin, new KafkaAnswers(servers), read, written));
  }

  private <T> T asking(BiFunction<Admin, String, T> question) {
    requireReach();
    Map<String, Object> config = named("admin");
    config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
    config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
    try (Admin admin = admin(config)) {
      return question.apply(admin, servers());
    }
  }

  /**
   * Returns when somebody listens where Kafka is said to be.
   *
   * @throws KafkaUnavailableException when nobody does; it says why of each address
   */
  public void requireReach() {
    KafkaReach.require(servers());
  }

  private String servers() {
    return String.valueOf(settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }

  private static Admin admin(Map<String, Object> config) {
    try {
      return Admin.create(config);
    } catch (KafkaException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new KafkaRefusedException(
          "Kafka's client does not take the settings: " + root.getMessage(), e);
    }
  }

  /** What is done about topics. */
  @FunctionalInterface
  public interface TopicTask {
    void accept(TopicSetup setup);
  }

  /** A consumer of committed records without a group. */
  public Consumer<byte[], byte[]> reader(String name) {
    Map<String, Object> config = named(name);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return consumer(config);
  }

  /** A consumer of committed records without a group, for many at a time. */
  public Consumer<byte[], byte[]> bulkReader(String name) {
    Map<String, Object> config = named(name);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    return consumer(config);
  }

  /** A consumer that asks what a group has committed; it never joins the group. */
  public Consumer<byte[], byte[]> offsetReader(String groupId) {
    Map<String, Object> config = named("offsets");
    config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    return consumer(config);
  }

  /**
   * A consumer that asks where partitions end, open transactions included, and what a group has
   * committed; it never joins the group.
   */
  public Consumer<byte[], byte[]> endReader(String groupId) {
    Map<String, Object> config = named("ends");
    config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return consumer(config, "read_uncommitted");
  }

  /** A producer that waits for all replicas and does not repeat itself. */
  public Producer<byte[], byte[]> producer(String name) {
    Map<String, Object> config = named(name);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * A producer whose records are there all or not at all, and which ends every other of its id.
   *
   * @param id of all producers of which one at a time may write
   * @param timeout after which what one leaves behind, when it is killed, holds up no reader
   */
  public Producer<byte[], byte[]> transactional(String name, String id, Duration timeout) {
    Map<String, Object> config = named(name);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) timeout.toMillis());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_MESSAGE_BYTES);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return consumer(config, "read_committed");
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config, String isolation) {
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> named(String name) {
    Map<String, Object> config = new HashMap<>(settings);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + "-" + name);
    return config;
  }
}
