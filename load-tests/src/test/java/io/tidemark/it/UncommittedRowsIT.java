package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.UserEvent;
import io.tidemark.local.Namespace;
import io.tidemark.local.RisingCounts;
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
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows are readable before what they tell of is committed. Whoever takes a task over after a crash
 * begins behind them, and no row goes back while it reads the same events again.
 */
@ExtendWith(SharedStackExtension.class)
@Order(7)
class UncommittedRowsIT {
  private static final Namespace NAMES = new Namespace("uncommitted");
  private static final String TOPIC = NAMES.topic("clicks");
  private static final int USERS = 8;

  /** So many that reading them again takes several flushes. */
  private static final int EVENTS = 500;

  private static final int KILLS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String DEFINITIONS =
      """
      namespace: uncommitted
      sources:
        - {name: clicks, topic: clicks, event_time: occurred_at, partitioned_by: [user_id]}
      entities:
        - {name: user, key: [user_id]}
      features:
        - group: pulse
          source: clicks
          entity: user
          aggregate:
            - {name: ever, op: count}
      """;

  @TempDir private Path folder;

  @Test
  void noRowGoesBackWhileTheNextOwnerReadsAgain(Stack stack) throws Exception {
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess service = service(stack);
        RisingCounts counts = new RisingCounts(stack, "uncommitted:user:", "pulse.ever")) {
      AvroWriter writer = new AvroWriter(registry, true);
      NAMES.register(registry, "clicks", UserEvent.getClassSchema());
      Path definitions = Files.writeString(folder.resolve("pulse.yaml"), NAMES.of(DEFINITIONS));
      service.start(definitions);
      send(kafka, writer, EVENTS);
      await().atMost(PATIENCE).until(() -> counts.allAre(USERS, EVENTS));
      for (int kill = 1; kill <= KILLS; kill++) {
        send(kafka, writer, EVENTS);
        long sent = (EVENTS + 1L) * kill - 1 + EVENTS;
        await().atMost(PATIENCE).until(() -> counts.allAre(USERS, sent));
        service.kill();
        service.start(definitions);
        send(kafka, writer, 1);
        await().atMost(PATIENCE).until(() -> counts.allAre(USERS, sent + 1));
      }
      assertThat(counts.backwards()).isEmpty();
      assertThat(counts.increases()).isGreaterThanOrEqualTo(USERS * KILLS);
    }
  }

  private ServiceProcess service(Stack stack) {
    return NAMES
        .service(stack)
        .set("topics.partitions", "2")
        .set("state.dir", folder.resolve("state").toString());
  }

  /** No faster than the broker takes them, so that the service keeps up and sends at each flush. */
  private static void send(TestCluster kafka, AvroWriter writer, int eventsOfEach)
      throws Exception {
    for (int i = 0; i < eventsOfEach; i++) {
      for (int user = 1; user < USERS; user++) {
        post(kafka, writer, "u" + user);
      }
      post(kafka, writer, "u0").get();
    }
  }

  private static Future<?> post(TestCluster kafka, AvroWriter writer, String user) {
    UserEvent event = event(user, Clock.systemUTC().instant());
    return kafka.post(TOPIC, user.getBytes(UTF_8), writer.write(NAMES.subject("clicks"), event));
  }

  private static UserEvent event(String user, Instant at) {
    return UserEvent.newBuilder()
        .setEventId("")
        .setUserId(user)
        .setEventType("view")
        .setOccurredAt(at)
        .build();
  }
}
