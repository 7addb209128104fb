package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.avro.UserEvent;
import io.tidemark.it.VisitTraffic.Message;
import io.tidemark.local.Namespace;
import io.tidemark.local.RisingCounts;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.store.EntityKey;
import io.tidemark.testkit.FeatureReading;
import io.tidemark.testkit.FeatureScenario;
import io.tidemark.wire.AvroWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whenever the service is killed, every operation, session and derived feature ends with the values
 * of an undisturbed computation, and no row goes back on the way. {@code -Dtidemark.test.seed}
 * chooses other events and moments.
 */
@ExtendWith(SharedStackExtension.class)
@Order(4)
class FeatureCrashIT {
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261121L);
  private static final Namespace NAMES = new Namespace("crash");
  private static final Path VISITS = Path.of("examples/visits.yaml");
  private static final int EVENTS = 3_000;
  private static final int KILLS = 3;
  private static final int WITHOUT_STATE = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final List<Message> messages = VisitTraffic.of(SEED, EVENTS);
  private final AtomicInteger sent = new AtomicInteger();

  @Test
  void killedServiceEndsWithTheValuesOfAnUndisturbedRun(Stack stack) throws Exception {
    Map<String, Map<String, String>> expected = undisturbed();
    assertThat(expected.values()).as("seed %d", SEED).anyMatch(row -> row.size() > 25);
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess service = service(stack)) {
      AvroWriter writer = new AvroWriter(registry, true);
      messages.forEach(message -> encode(writer, message));
      Path definitions = definitions();
      service.start(definitions);
      ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
      try (RisingCounts viewed = new RisingCounts(stack, "crash:item:", "demand.viewed")) {
        traffic.scheduleAtFixedRate(() -> send(kafka, writer), 0, 10, TimeUnit.MILLISECONDS);
        killAtRandomMoments(service, definitions);
        await().atMost(PATIENCE).until(() -> sent.get() == messages.size());
        service.requireAlive();
        check(stack, expected);
        assertThat(viewed.backwards()).as("seed %d", SEED).isEmpty();
        assertThat(viewed.increases()).as("seed %d", SEED).isGreaterThan(40);
      } finally {
        traffic.shutdownNow();
      }
    }
  }

  private ServiceProcess service(Stack stack) {
    return NAMES.service(stack).set("topics.partitions", "2").set("state.dir", state().toString());
  }

  private Path state() {
    return folder.resolve("state");
  }

  private Path definitions() throws Exception {
    String text = "clock: stream\n" + NAMES.of(Files.readString(VISITS));
    return Files.writeString(folder.resolve("visits.yaml"), text);
  }

  private static byte[] encode(AvroWriter writer, Message message) {
    return writer.write(NAMES.subject(message.source()), message.event());
  }

  private void send(TestCluster kafka, AvroWriter writer) {
    if (sent.get() < messages.size()) {
      Message message = messages.get(sent.get());
      byte[] key = message.event().getUserId().getBytes(UTF_8);
      kafka.send(NAMES.topic(message.source()), key, encode(writer, message));
      sent.incrementAndGet();
    }
  }

  private void killAtRandomMoments(ServiceProcess service, Path definitions) throws Exception {
    Random random = new Random(SEED);
    int[] moments = random.ints(KILLS, EVENTS / 10, EVENTS * 9 / 10).sorted().toArray();
    for (int i = 0; i < KILLS; i++) {
      int moment = moments[i];
      await().atMost(PATIENCE).until(() -> sent.get() >= moment);
      service.kill();
      if (i == WITHOUT_STATE) {
        Files.move(state(), folder.resolve("lost"));
      }
      service.start(definitions);
    }
  }

  /** What each row must be, by its key in Redis. */
  private Map<String, Map<String, String>> undisturbed() throws Exception {
    Map<String, Schema> schemas =
        Map.of(
            NAMES.topic("visits"), UserEvent.getClassSchema(),
            NAMES.topic("orders"), UserEvent.getClassSchema());
    FeatureScenario kit =
        FeatureScenario.of(definitions(), schemas).at(Clock.systemUTC().instant());
    Map<String, List<String>> users = new TreeMap<>();
    Map<String, List<String>> devices = new TreeMap<>();
    Map<String, List<String>> items = new TreeMap<>();
    for (Message message : messages) {
      UserEvent event = message.event();
      kit.event(message.source(), fields(event));
      note(users, event.getUserId());
      note(devices, event.getUserId(), event.getDevice());
      note(items, event.getItemId());
    }
    Map<String, Map<String, String>> rows = new TreeMap<>();
    users.forEach((key, parts) -> rows.put("crash:user:" + key, row(kit, "user", parts)));
    devices.forEach(
        (key, parts) -> rows.put("crash:user_device:" + key, row(kit, "user_device", parts)));
    items.forEach((key, parts) -> rows.put("crash:item:" + key, row(kit, "item", parts)));
    return rows;
  }

  private static void note(Map<String, List<String>> keys, String... parts) {
    if (Arrays.stream(parts).allMatch(Objects::nonNull)) {
      keys.put(EntityKey.join(List.of(parts)), List.of(parts));
    }
  }

  private static Map<String, Object> fields(UserEvent event) {
    Map<String, Object> fields = new HashMap<>();
    event.getSchema().getFields().forEach(f -> fields.put(f.name(), event.get(f.pos())));
    return fields;
  }

  private static Map<String, String> row(FeatureScenario kit, String entity, List<String> key) {
    Collection<FeatureReading> readings = kit.features(entity, key).values();
    return readings.stream()
        .filter(reading -> !reading.isAbsent())
        .collect(
            Collectors.toMap(
                FeatureReading::name, r -> text(r.value(), ""), (a, b) -> a, TreeMap::new));
  }

  /** As the plain layout writes it. */
  private static String text(Object value, String quote) {
    if (value instanceof List<?> list) {
      return list.stream().map(e -> text(e, "\"")).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Double number) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    return value instanceof String text ? quote + text + quote : value.toString();
  }

  private static void check(Stack stack, Map<String, Map<String, String>> expected) {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (StatefulRedisConnection<String, String> redis = client.connect()) {
      expected.forEach(
          (key, row) ->
              await()
                  .atMost(PATIENCE)
                  .untilAsserted(
                      () ->
                          assertThat(values(redis.sync().hgetall(key)))
                              .as("seed %d, %s", SEED, key)
                              .isEqualTo(row)));
    } finally {
      client.shutdown();
    }
  }

  private static Map<String, String> values(Map<String, String> hash) {
    Map<String, String> values = new TreeMap<>(hash);
    values.keySet().removeIf(name -> name.startsWith("_"));
    return values;
  }

  /** What the rows are held against is itself held against a list of all messages. */
  @Test
  void undisturbedRunHasTheValuesOfTheNaiveRecomputation() throws Exception {
    Map<String, Map<String, String>> rows = undisturbed();
    NaiveVisits naive = new NaiveVisits(messages, VisitTraffic.END);
    for (int i = 0; i < 20; i++) {
      String user = "user-" + i;
      naive
          .of(user)
          .forEach(
              (name, value) ->
                  assertThat(rows.get("crash:user:" + user).get(name))
                      .as("seed %d, %s of %s", SEED, name, user)
                      .isEqualTo(value == null ? null : text(value, "")));
    }
  }
}
