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
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A producer whose clock is minutes ahead moves nobody's window; its event counts when its time has
 * come, in Redis, also after a crash and without any traffic.
 */
@ExtendWith(SharedStackExtension.class)
@Execution(ExecutionMode.CONCURRENT) // mostly waiting
@Order(2)
class SkewedProducerIT {
  private static final Namespace NAMES = new Namespace("skewed-producer");
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String DEFINITIONS =
      """
      namespace: skewed
      clock: wall
      sources:
        - {name: clicks, topic: clicks, event_time: occurred_at, event_id: event_id, partitioned_by: [user_id]}
      entities:
        - {name: user, key: [user_id]}
      features:
        - group: g
          source: clicks
          entity: user
          aggregate:
            - {name: n, op: count, windows: [1h]}
            - {name: ex, op: count, windows: [5m], hop: exact}
            - {name: item, op: last, of: item_id}
      """;

  @TempDir private Path folder;
  private final Clock clock = Clock.systemUTC();
  private SchemaRegistry registry;
  private RedisClient client;
  private StatefulRedisConnection<String, String> redis;
  private TestCluster kafka;
  private ServiceProcess service;

  @BeforeEach
  void start(Stack stack) throws Exception {
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    NAMES.register(registry, "clicks", UserEvent.getClassSchema());
    client = RedisClient.create(stack.redisUrl());
    redis = client.connect();
    kafka = new TestCluster(stack.bootstrapServers());
    service =
        NAMES
            .service(stack)
            .set("topics.partitions", "1")
            .set("state.dir", folder.resolve("state").toString());
    service.start(definitions());
  }

  @AfterEach
  void stop() {
    service.close();
    kafka.close();
    redis.close();
    client.shutdown();
    registry.close();
  }

  private Path definitions() throws Exception {
    return Files.writeString(folder.resolve("skewed.yaml"), NAMES.of(DEFINITIONS));
  }

  @Test
  void eventOfASkewedProducerWaitsForItsTimeAndMovesNobody() throws Exception {
    Instant due = clock.instant().plus(Duration.ofSeconds(50)).truncatedTo(ChronoUnit.MILLIS);
    send("quiet", clock.instant().minus(Duration.ofMinutes(58)));
    send("recent", clock.instant().minus(Duration.ofMinutes(3)));
    send("far", clock.instant().plus(Duration.ofSeconds(290)));
    send("ahead", due);
    await().atMost(PATIENCE).until(() -> holds("recent", "1") && holds("ahead", "0"));
    requireNobodyMoved(due);

    service.kill();
    service.start(definitions());
    await().atMost(PATIENCE).until(() -> holds("ahead", "1"));

    assertThat(clock.instant()).isAfterOrEqualTo(due);
    assertThat(row("ahead")).containsEntry("g.n_1h", "1").containsEntry("g.item", "lamp");
    assertThat(asOf("ahead")).isAfterOrEqualTo(due);
    assertThat(row("far")).containsEntry("g.ex_5m", "0").doesNotContainKey("g.item");
  }

  private void requireNobodyMoved(Instant due) {
    assertThat(row("quiet")).containsEntry("g.n_1h", "1");
    assertThat(row("ahead"))
        .containsEntry("g.n_1h", "0")
        .containsEntry("_valid_until", Long.toString(due.toEpochMilli()))
        .doesNotContainKey("g.item");
    for (String user : new String[] {"quiet", "recent", "far", "ahead"}) {
      assertThat(asOf(user)).as(user).isBeforeOrEqualTo(clock.instant());
    }
  }

  private boolean holds(String user, String count) {
    return count.equals(row(user).get("g.ex_5m"));
  }

  private Instant asOf(String user) {
    return Instant.ofEpochMilli(Long.parseLong(row(user).get("_as_of")));
  }

  private Map<String, String> row(String user) {
    return redis.sync().hgetall(NAMES.name() + ":user:" + user);
  }

  private void send(String user, Instant at) {
    UserEvent event =
        UserEvent.newBuilder()
            .setEventId(user + at)
            .setUserId(user)
            .setEventType("view")
            .setItemId("lamp")
            .setPrice(2.5)
            .setOccurredAt(at)
            .build();
    byte[] value = new AvroWriter(registry, true).write(NAMES.subject("clicks"), event);
    kafka.send(NAMES.topic("clicks"), user.getBytes(UTF_8), value);
  }
}
