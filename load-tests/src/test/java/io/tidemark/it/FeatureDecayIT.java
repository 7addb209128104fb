package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.avro.UserEvent;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A window empties in Redis, on time and without any traffic, whatever happened to the service
 * between the last event and then.
 */
@ExtendWith(SharedStackExtension.class)
@Execution(ExecutionMode.CONCURRENT) // a minute's window is mostly waiting
@Order(2)
class FeatureDecayIT {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureDecayIT.class);
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration HOP = Duration.ofSeconds(1);
  private static final Duration ALLOWED = HOP.plusSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** A killed member's partitions are handed on when its session of 10 s is over. */
  private static final Duration AFTER_A_KILL = Duration.ofSeconds(20);

  /** One that stops hands them on itself. */
  private static final Duration AFTER_A_STOP = Duration.ofSeconds(5);

  /** From the event to the end of its window: a service is killed and started again within. */
  private static final Duration LEFT = Duration.ofSeconds(35);

  private static final int USERS = 8;

  private static final String DEFINITIONS =
      """
      namespace: decay
      sources:
        - {name: clicks, topic: clicks, event_time: occurred_at, event_id: event_id, partitioned_by: [user_id]}
      entities:
        - {name: user, key: [user_id]}
      features:
        - group: pulse
          source: clicks
          entity: user
          hop: 1s
          aggregate:
            - {name: events, op: count, windows: [1m]}
            - {name: price, op: mean, of: price, windows: [1m]}
            - {name: item, op: last, of: item_id}
      """;

  @TempDir private Path folder;
  private final Clock clock = Clock.systemUTC();
  private final Stack stack;
  private final Namespace names;
  private SchemaRegistry registry;
  private RedisClient client;
  private StatefulRedisConnection<String, String> redis;
  private Instant eventAt;

  FeatureDecayIT(Stack stack, TestInfo test) {
    this.stack = stack;
    this.names =
        new Namespace(test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
  }

  @BeforeEach
  void connect() {
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    names.register(registry, "clicks", UserEvent.getClassSchema());
    client = RedisClient.create(stack.redisUrl());
    redis = client.connect();
  }

  @AfterEach
  void disconnect() {
    redis.close();
    client.shutdown();
    registry.close();
  }

  @Test
  void windowEmptiesAfterACrash() throws Exception {
    try (ServiceProcess service = service("a")) {
      service.start(definitions());
      sendToEveryPartition();
      service.kill();
      service.start(definitions());
      awaitTheEndOfTheWindow(AFTER_A_KILL);
    }
  }

  @Test
  void windowEmptiesAfterTheStateWasRestoredFromNothing() throws Exception {
    try (ServiceProcess service = service("a")) {
      service.start(definitions());
      sendToEveryPartition();
      service.kill();
      Files.move(folder.resolve("a"), folder.resolve("lost"));
      service.start(definitions());
      awaitTheEndOfTheWindow(AFTER_A_KILL);
    }
  }

  @Test
  void windowEmptiesAfterARebalance() throws Exception {
    try (ServiceProcess first = service("a");
        ServiceProcess second = service("b")) {
      first.start(definitions());
      sendToEveryPartition();
      second.start(definitions());
      first.stop();
      awaitTheEndOfTheWindow(AFTER_A_STOP);
      second.requireAlive();
    }
  }

  private ServiceProcess service(String state) {
    return names
        .service(stack)
        .set("topics.partitions", "2")
        .set("state.dir", folder.resolve(state).toString());
  }

  private Path definitions() throws Exception {
    return Files.writeString(folder.resolve("pulse.yaml"), names.of(DEFINITIONS));
  }

  private void sendToEveryPartition() {
    eventAt = clock.instant().plus(LEFT).minus(WINDOW);
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers())) {
      for (int i = 0; i < USERS; i++) {
        // long ago, so that nothing is warming when the window ends
        send(kafka, "u" + i, eventAt.minus(WINDOW.multipliedBy(2)));
        send(kafka, "u" + i, eventAt);
      }
    }
    await().atMost(PATIENCE).until(() -> rows().values().stream().allMatch(FeatureDecayIT::isFull));
  }

  private void send(TestCluster kafka, String user, Instant at) {
    UserEvent event =
        UserEvent.newBuilder()
            .setEventId(user + at)
            .setUserId(user)
            .setEventType("view")
            .setItemId("lamp")
            .setPrice(2.5)
            .setOccurredAt(at)
            .build();
    byte[] value = new AvroWriter(registry, true).write(names.subject("clicks"), event);
    kafka.send(names.topic("clicks"), user.getBytes(UTF_8), value);
  }

  private static boolean isFull(Map<String, String> row) {
    return "1".equals(row.get("pulse.events_1m")) && "2.5".equals(row.get("pulse.price_1m"));
  }

  private static boolean isEmpty(Map<String, String> row) {
    return "0".equals(row.get("pulse.events_1m")) && !row.containsKey("pulse.price_1m");
  }

  private Map<String, Map<String, String>> rows() {
    Map<String, Map<String, String>> rows = new TreeMap<>();
    for (int i = 0; i < USERS; i++) {
      rows.put("u" + i, redis.sync().hgetall(names.name() + ":user:u" + i));
    }
    return rows;
  }

  /** Every row says when its window ends, is full until then, and empty soon after. */
  private void awaitTheEndOfTheWindow(Duration takeOver) {
    Instant back = clock.instant();
    Instant latest = (back.isBefore(end()) ? end() : back).plus(ALLOWED).plus(takeOver);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> isOver(rows(), clock.instant()));
    Instant over = clock.instant();
    LOG.info(
        "{}: empty {} ms after the end", names.name(), Duration.between(end(), over).toMillis());
    assertThat(over).as("every window has ended").isBefore(latest);
    assertThat(rows().values()).allMatch(row -> "lamp".equals(row.get("pulse.item")));
  }

  /** When the second of the event leaves the window. */
  private Instant end() {
    long hopMs = HOP.toMillis();
    long tile = Math.floorDiv(eventAt.toEpochMilli(), hopMs);
    return Instant.ofEpochMilli((tile + 1) * hopMs).plus(WINDOW);
  }

  private boolean isOver(Map<String, Map<String, String>> rows, Instant readBefore) {
    boolean over = true;
    for (Map<String, String> row : rows.values()) {
      if (readBefore.isBefore(end())) {
        assertThat(row).matches(FeatureDecayIT::isFull, "full before " + end());
        assertThat(row).containsEntry("_valid_until", Long.toString(end().toEpochMilli()));
      }
      over &= isEmpty(row);
    }
    return over;
  }
}
