package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.avro.Erasure;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.ErasureStatus;
import io.tidemark.avro.UserEvent;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some of many entities are erased under traffic, over HTTP, by the command, by records of a
 * producer and by tombstones of the source; the service is killed in the middle, its state is
 * restored from nothing, Redis emptied and filled again, and a new version of a group reads the
 * past: nothing of them returns, and nobody else's values differ from a naive recomputation.
 */
@ExtendWith(SharedStackExtension.class)
@Order(5)
class ErasureIT {
  private static final Logger LOG = LoggerFactory.getLogger(ErasureIT.class);
  private static final Namespace NAMES = new Namespace("erase");
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261130L);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration MOST_TO_RECEIPT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String GONE = "gone-";
  private static final int USERS = 300;
  private static final int ITEMS = 40;
  private static final int EACH_WAY = 30;
  private static final int EVENTS = 8_000;

  private static final String FIRST =
      """
      namespace: erase
      sources:
        - name: user_events
          topic: user-events
          event_time: occurred_at
          event_id: event_id
          partitioned_by: [user_id]
          tombstones: erase
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
  private final List<UserEvent> counted = new ArrayList<>();
  private final Map<String, Instant> askedAt = new LinkedHashMap<>();
  private int numbered;
  private AvroWriter writer;
  private TestCluster kafka;
  private ServiceProcess service;

  @Test
  void nothingOfAnErasedEntityReturns(Stack stack) throws Exception {
    try (TestCluster cluster = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess process = service(stack);
        RedisClient client = RedisClient.create(stack.redisUrl());
        StatefulRedisConnection<String, String> redis = client.connect()) {
      kafka = cluster;
      service = process;
      writer = new AvroWriter(registry, true);
      NAMES.register(registry, "user-events", UserEvent.getClassSchema());
      service.start(file("first.yaml", FIRST));
      traffic(EVENTS);
      awaitValues(redis, 1);

      for (int i = 0; i < EACH_WAY; i++) {
        delete("user", gone("h", i));
        request("user", gone("p", i));
        request("item", gone("i", i));
        kafka.post(NAMES.topic("user-events"), gone("t", i).getBytes(UTF_8), null);
        if (i == EACH_WAY / 2) {
          service.kill();
          Files.move(state(), folder.resolve("lost"));
          traffic(500);
          service.start(folder.resolve("first.yaml"));
        }
      }
      traffic(1_000);
      oldEventsOfTheErased();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).containsOnly("complete"));
      logTimes(registry);
      awaitValues(redis, 1);
      eraseInTimeAndAgainByCommand();

      service.stop();
      service.start(file("both.yaml", BOTH));
      awaitValues(redis, 2);
      redis.sync().del(redis.sync().keys(NAMES.name() + ":*").toArray(String[]::new));
      service.command("rebuild", List.of("--by", "test"));
      awaitValues(redis, 2);
      new CompactedTopics(kafka, NAMES).awaitNothingOf(GONE, redis.sync());
      laterEventStartsFromNothing(redis);
    }
  }

  private ServiceProcess service(Stack stack) {
    return NAMES
        .service(stack)
        .set("topics.partitions", "2")
        .set("features.topic", "true")
        .set("redis.tombstone", "1s")
        .set("state.dir", state().toString());
  }

  private Path state() {
    return folder.resolve("state");
  }

  private Path file(String name, String definitions) throws IOException {
    return Files.writeString(folder.resolve(name), NAMES.of(definitions));
  }

  private static String gone(String way, int number) {
    return GONE + way + "-" + number;
  }

  /** Those who stay are three in four; each of the others has had some events. */
  private void traffic(int events) {
    for (int i = 0; i < events; i++) {
      boolean stays = events != EVENTS || random.nextInt(4) > 0;
      String way = List.of("h", "p", "t").get(random.nextInt(3));
      String user = stays ? "u" + random.nextInt(USERS) : gone(way, random.nextInt(EACH_WAY));
      boolean known = events != EVENTS || random.nextInt(4) > 0;
      String item = known ? "i" + random.nextInt(ITEMS) : gone("i", random.nextInt(EACH_WAY));
      send(user, item, startedAt.minusSeconds(random.nextInt(600)), true);
    }
  }

  private void send(String user, String item, Instant at, boolean counts) {
    send(user, item, at, random.nextInt(400) / 4.0, counts);
  }

  private void send(String user, String item, Instant at, double price, boolean counts) {
    UserEvent event =
        UserEvent.newBuilder()
            .setEventId("e" + numbered++)
            .setUserId(user)
            .setItemId(item)
            .setEventType("view")
            .setPrice(price)
            .setOccurredAt(at)
            .build();
    if (counts) {
      counted.add(event);
    }
    byte[] value = writer.write(NAMES.subject("user-events"), event);
    kafka.post(NAMES.topic("user-events"), user.getBytes(UTF_8), value);
  }

  /** What happened before counts no more, however late it comes; order decides for tombstones. */
  private void oldEventsOfTheErased() {
    for (int i = 0; i < EACH_WAY; i++) {
      send(gone("h", i), null, startedAt.minusSeconds(30), false);
      send(gone("p", i), null, startedAt.minusSeconds(30), false);
    }
  }

  private String delete(String entity, String key) throws IOException, InterruptedException {
    URI uri = URI.create(service.url("/v1/entities/" + entity + "/" + key + "?by=test"));
    HttpResponse<String> reply =
        HTTP.send(HttpRequest.newBuilder(uri).DELETE().build(), BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(202);
    return asked(JSON.readTree(reply.body()).path("erasure_id").asText());
  }

  private String asked(String id) {
    askedAt.put(id, Clock.systemUTC().instant());
    return id;
  }

  private void request(String entity, String key) {
    Erasure request =
        Erasure.newBuilder()
            .setErasureId(UUID.randomUUID().toString())
            .setNamespace(NAMES.name())
            .setEntity(entity)
            .setKey(key)
            .setRequestedAt(Clock.systemUTC().instant())
            .build();
    byte[] value = writer.write(NAMES.subject("tidemark.erasures"), request);
    kafka.send(NAMES.topic("tidemark.erasures"), request.getErasureId().getBytes(UTF_8), value);
    asked(request.getErasureId());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url(path))).build();
    return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  private List<String> states() throws IOException, InterruptedException {
    List<String> states = new ArrayList<>();
    for (String id : askedAt.keySet()) {
      states.add(state(id));
    }
    return states;
  }

  private String state(String erasure) throws IOException, InterruptedException {
    return get("/v1/erasures/" + erasure).path("state").asText();
  }

  private void eraseInTimeAndAgainByCommand() throws Exception {
    send(gone("c", 0), null, startedAt, false);
    await()
        .atMost(PATIENCE)
        .until(() -> statuses("user", gone("c", 0)).noneMatch("NOT_FOUND"::equals));
    long fromNanos = System.nanoTime();
    String id = delete("user", gone("c", 0));
    await()
        .atMost(MOST_TO_RECEIPT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> state(id).equals("complete"));
    LOG.info("{} ms to the receipt", (System.nanoTime() - fromNanos) / 1_000_000);
    assertThat(statuses("user", gone("c", 0))).containsOnly("NOT_FOUND");
    service.command(
        "erase",
        List.of(
            "--config",
            folder.resolve("first.yaml").toString(),
            "--entity",
            "user",
            "--key",
            gone("c", 0),
            "--by",
            "test",
            "--note",
            "again"));
    assertThat(Files.readString(service.log("erase"))).contains("NOT_FOUND", "kept: ");
  }

  private Stream<String> statuses(String entity, String key)
      throws IOException, InterruptedException {
    List<String> statuses = new ArrayList<>();
    get("/v1/features/" + entity + "/" + key)
        .path("values")
        .forEach(value -> statuses.add(value.path("status").asText()));
    return statuses.stream();
  }

  private void laterEventStartsFromNothing(StatefulRedisConnection<String, String> redis) {
    List<String> users = List.of(gone("h", 1), gone("p", 1), gone("t", 1));
    users.forEach(user -> send(user, gone("i", 1), Clock.systemUTC().instant(), 80.0, false));
    for (String user : users) {
      awaitCount(redis, ":user:" + user, "activity.n_7d", "1");
    }
    awaitCount(redis, ":item:" + gone("i", 1), "demand.n_7d", "3");
  }

  private static void awaitCount(
      StatefulRedisConnection<String, String> redis, String key, String field, String count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(redis.sync().hget(NAMES.name() + key, field)).as(key).isEqualTo(count));
  }

  /** The slowest of all may have waited for the start after the kill. */
  private void logTimes(SchemaRegistry registry) {
    AvroReader<ErasureReceipt> reader = AvroReader.specific(registry, ErasureReceipt.class);
    List<Long> ms = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        kafka.readCommitted(NAMES.topic("tidemark.erasure-receipts"))) {
      ErasureReceipt receipt = reader.read(record.value());
      Instant at = askedAt.get(receipt.getErasureId());
      if (at != null && receipt.getStatus() == ErasureStatus.COMPLETE) {
        ms.add(Duration.between(at, receipt.getCompletedAt()).toMillis());
      }
    }
    ms.sort(null);
    LOG.info(
        "{} erased, half within {} ms, all within {} ms",
        ms.size(),
        ms.get(ms.size() / 2),
        ms.get(ms.size() - 1));
  }

  /** By key and field: what those who stay must have, from every event once. */
  private Map<String, Double> expected(String group, int version, Function<UserEvent, String> key) {
    Map<String, Double> expected = new TreeMap<>();
    for (UserEvent event : counted) {
      if (!key.apply(event).startsWith(GONE)) {
        boolean selected = version == 1 || event.getPrice() >= 50.0;
        String row = key.apply(event) + " " + group;
        expected.merge(row + ".n_7d", selected ? 1.0 : 0.0, Double::sum);
        expected.merge(row + ".spend_7d", selected ? event.getPrice() : 0.0, Double::sum);
      }
    }
    return expected;
  }

  private void awaitValues(StatefulRedisConnection<String, String> redis, int version) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(stored(redis, "user", "activity", "u", USERS))
                  .as("seed %d", SEED)
                  .isEqualTo(expected("activity", version, UserEvent::getUserId));
              assertThat(stored(redis, "item", "demand", "i", ITEMS))
                  .as("seed %d", SEED)
                  .isEqualTo(expected("demand", version, UserEvent::getItemId));
            });
  }

  private static Map<String, Double> stored(
      StatefulRedisConnection<String, String> redis,
      String entity,
      String group,
      String prefix,
      int keys) {
    Map<String, Double> stored = new TreeMap<>();
    IntStream.range(0, keys)
        .mapToObj(i -> prefix + i)
        .forEach(
            key ->
                redis
                    .sync()
                    .hgetall(NAMES.name() + ":" + entity + ":" + key)
                    .forEach(
                        (field, value) -> {
                          if (field.startsWith(group + ".")) {
                            stored.put(key + " " + field, Double.valueOf(value));
                          }
                        }));
    return stored;
  }
}
