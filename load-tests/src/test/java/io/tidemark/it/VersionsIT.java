package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.UserEvent;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.local.StackException;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second version of groups is declared beside the first, killed while it catches up, switched to,
 * rolled back, and Redis is filled again after it lost everything.
 */
@ExtendWith(SharedStackExtension.class)
@Order(3)
class VersionsIT {
  private static final Logger LOG = LoggerFactory.getLogger(VersionsIT.class);
  private static final Namespace NAMES = new Namespace("versions");
  private static final long SEED = 20260405;
  private static final int PAST = 100_000;
  private static final int LIVE = 5_000;
  private static final int USERS = 300;
  private static final int ITEMS = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String FIRST =
      """
      namespace: versions
      sources:
        - name: user_events
          topic: user-events
          event_time: occurred_at
          event_id: event_id
          dedup_window: 1h
          max_future_skew: 5m
          partitioned_by: [user_id]
      entities:
        - {name: user, key: [user_id]}
        - {name: item, key: [item_id]}
      features:
      """
          + group("activity", 1, "user", "true")
          + group("demand", 1, "item", "true");

  private static final String BOTH =
      FIRST
          + group("activity", 2, "user", "price >= 50.0")
          + group("demand", 2, "item", "price >= 50.0");

  private static String group(String name, int version, String entity, String where) {
    return """
      - group: %s
        version: %d
        source: user_events
        entity: %s
        where: "%s"
        aggregate:
          - {name: n, op: count, windows: [7d]}
          - {name: spend, op: sum, of: price, windows: [7d]}
    """
        .formatted(name, version, entity, where)
        .indent(2);
  }

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Instant startedAt = Clock.systemUTC().instant();
  private final List<UserEvent> sent = new ArrayList<>();
  private final Map<String, UserEvent> counted = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void secondVersionIsSwitchedToWhenItHasCaughtUp(Stack stack) throws Exception {
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess service = NAMES.service(stack)) {
      NAMES.register(registry, "user-events", UserEvent.getClassSchema());
      service.set("features.topic", "true").start(file("first.yaml", FIRST));
      produce(stack, registry, PAST);
      awaitValues(stack, 1);
      Map<String, Double> past = expected("activity", 2, UserEvent::getUserId);
      service.stop();
      produce(stack, registry, LIVE);

      Path both = file("both.yaml", BOTH);
      killWhileItCatchesUp(service, both);
      long fromNanos = System.nanoTime();
      service.start(both);
      awaitValues(stack, 2);
      LOG.info(
          "{} records of the past again, {} ms from start to the values of version 2",
          metric(service, "tidemark_source_past_read_total"),
          (System.nanoTime() - fromNanos) / 1_000_000);
      assertThat(metric(service, "tidemark_source_past_read_total"))
          .as("the kill came before the end of the past")
          .isPositive();
      assertNoVectorIsHalfDone(kafka, registry, past);

      service.stop();
      service.set("features.pin", "activity@1,demand@1").start(both);
      awaitValues(stack, 1);
      rebuild(stack, service);
    }
  }

  private Path file(String name, String definitions) throws IOException {
    return Files.writeString(folder.resolve(name), NAMES.of(definitions));
  }

  private void produce(Stack stack, SchemaRegistry registry, int events) {
    AvroWriter writer = new AvroWriter(registry, true);
    String topic = NAMES.topic("user-events");
    Map<String, Object> config =
        Map.of("bootstrap.servers", stack.bootstrapServers(), "linger.ms", 20);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < events; i++) {
        UserEvent event = next();
        byte[] value = writer.write(NAMES.subject("user-events"), event);
        producer.send(new ProducerRecord<>(topic, event.getUserId().getBytes(UTF_8), value));
      }
    }
  }

  /** One in ten is a repeat of one of the last few thousand. */
  private UserEvent next() {
    if (!sent.isEmpty() && random.nextInt(10) == 0) {
      return sent.get(sent.size() - 1 - random.nextInt(Math.min(sent.size(), 5_000)));
    }
    UserEvent event =
        UserEvent.newBuilder()
            .setEventId("e" + sent.size())
            .setUserId("u" + random.nextInt(USERS))
            .setItemId("i" + random.nextInt(ITEMS))
            .setEventType("view")
            .setPrice(random.nextInt(400) / 4.0)
            .setOccurredAt(startedAt.minusSeconds(random.nextInt(600)))
            .build();
    sent.add(event);
    counted.put(event.getEventId(), event);
    return event;
  }

  private interface KeyOf {
    String apply(UserEvent event);
  }

  /** The naive recomputation: count and sum per key over every event once. */
  private Map<String, Double> expected(String group, int version, KeyOf keyOf) {
    Map<String, Double> expected = new TreeMap<>();
    for (UserEvent event : counted.values()) {
      String key = keyOf.apply(event);
      boolean selected = version == 1 || event.getPrice() >= 50.0;
      expected.merge(key + " " + group + ".n_7d", selected ? 1.0 : 0.0, Double::sum);
      expected.merge(
          key + " " + group + ".spend_7d", selected ? event.getPrice() : 0.0, Double::sum);
    }
    return expected;
  }

  private void awaitValues(Stack stack, int version) {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (StatefulRedisConnection<String, String> redis = client.connect()) {
      await().atMost(PATIENCE).untilAsserted(() -> assertValues(redis, version));
    } finally {
      client.shutdown();
    }
  }

  private void assertValues(StatefulRedisConnection<String, String> redis, int version) {
    assertThat(stored(redis, "user", "activity", USERS))
        .as("seed %d, version %d", SEED, version)
        .isEqualTo(expected("activity", version, UserEvent::getUserId));
    assertThat(stored(redis, "item", "demand", ITEMS))
        .as("seed %d, version %d", SEED, version)
        .isEqualTo(expected("demand", version, UserEvent::getItemId));
  }

  private static Map<String, Double> stored(
      StatefulRedisConnection<String, String> redis, String entity, String group, int keys) {
    Map<String, Double> stored = new TreeMap<>();
    for (int i = 0; i < keys; i++) {
      String key = entity.charAt(0) + "" + i;
      redis
          .sync()
          .hgetall(NAMES.name() + ":" + entity + ":" + key)
          .forEach(
              (field, value) -> {
                if (field.startsWith(group + ".")) {
                  stored.put(key + " " + field, Double.valueOf(value));
                }
              });
    }
    return stored;
  }

  private void killWhileItCatchesUp(ServiceProcess service, Path definitions) {
    CompletableFuture<Void> killed =
        CompletableFuture.runAsync(
            () -> {
              await()
                  .atMost(PATIENCE)
                  .pollInterval(Duration.ofMillis(10))
                  .until(() -> metric(service, "tidemark_source_past_read_total") > 1_000);
              service.kill();
            });
    try {
      service.start(definitions);
    } catch (StackException e) {
      LOG.info("Killed before it was ready");
    }
    killed.join();
  }

  /** The sum over tags; 0 where it is not exported, or nobody answers yet. */
  private double metric(ServiceProcess service, String name) {
    try {
      String text =
          http.send(
                  HttpRequest.newBuilder(URI.create(service.url("/metrics"))).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return text.lines()
          .filter(line -> line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Versions go up once per user, and one that is switched to has all of the past. */
  private void assertNoVectorIsHalfDone(
      TestCluster kafka, SchemaRegistry registry, Map<String, Double> past) {
    AvroReader<FeatureVector> reader = AvroReader.specific(registry, FeatureVector.class);
    Map<String, Integer> versions = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        kafka.readCommitted(NAMES.topic("tidemark.features"))) {
      FeatureVector vector = reader.read(record.value());
      if (vector.getEntity().equals("user")) {
        int version = vector.getGroupVersions().get("activity");
        Integer before = versions.put(vector.getKey(), version);
        assertThat(version).as(vector.getKey()).isGreaterThanOrEqualTo(before == null ? 1 : before);
        if (version == 2) {
          Object count = vector.getValues().get("activity.n_7d");
          assertThat(((Number) count).doubleValue())
              .as("%s, seed %d", vector.getKey(), SEED)
              .isGreaterThanOrEqualTo(past.get(vector.getKey() + " activity.n_7d"));
        }
      }
    }
    assertThat(versions).hasSize(USERS).containsValue(2).doesNotContainValue(1);
  }

  private void rebuild(Stack stack, ServiceProcess service) {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (StatefulRedisConnection<String, String> redis = client.connect()) {
      List<String> everyRow = redis.sync().keys(NAMES.name() + ":*");
      redis.sync().del(everyRow.toArray(String[]::new));
    } finally {
      client.shutdown();
    }
    service.command("rebuild", List.of("--by", "test"));
    awaitValues(stack, 1);
  }
}
