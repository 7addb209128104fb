package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A second application on the namespace of the first: it does not start, or takes it over. */
@ExtendWith(SharedStackExtension.class)
class TwoOwnersIT {
  private static final Namespace NAMES = new Namespace("two-owners");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void oneWritesAndTheOtherSaysWhy(Stack stack) throws Exception {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess blue = NAMES.service(stack);
        ServiceProcess green = NAMES.service(stack).set("application.id", "two-owners-green")) {
      NAMES.registerDefaults(registry);
      Path definitions = Files.writeString(folder.resolve("defaults.yaml"), NAMES.ofDefaults());
      RedisCommands<String, String> redis = client.connect().sync();
      blue.start(definitions);
      AvroWriter writer = new AvroWriter(registry, true);
      kafka.send(NAMES.topic("user-events"), "u".getBytes(UTF_8), event(writer, "1"));
      await().atMost(PATIENCE).until(() -> !redis.hgetall("two-owners:user:u").isEmpty());
      assertThat(redis.hget("two-owners:_store", "owner")).isEqualTo("two-owners");

      assertThatThrownBy(() -> green.start(definitions))
          .hasMessageContaining("is written by application.id two-owners (definitions ")
          .hasMessageContaining("--take-over");
      blue.requireAlive();

      try (ServiceProcess taking =
          NAMES.service(stack).set("application.id", "two-owners-green-2")) {
        taking.start(definitions, List.of("--take-over"));
        await().atMost(PATIENCE).until(() -> !isAlive(blue));
        assertThatThrownBy(blue::requireAlive).hasMessageContaining("exit code 1");
        assertThat(Files.readString(blue.log()))
            .contains("was taken over by application.id two-owners-green-2");
        String before = redis.hget("two-owners:user:u", "_rev");
        kafka.send(NAMES.topic("user-events"), "u".getBytes(UTF_8), event(writer, "2"));
        await()
            .atMost(PATIENCE)
            .until(() -> !before.equals(redis.hget("two-owners:user:u", "_rev")));
        assertThat(redis.hget("two-owners:_store", "owner")).isEqualTo("two-owners-green-2");
        taking.requireAlive();
      }
    } finally {
      client.shutdown();
    }
  }

  private static boolean isAlive(ServiceProcess service) {
    return service.pid().isPresent()
        && ProcessHandle.of(service.pid().getAsLong()).filter(ProcessHandle::isAlive).isPresent();
  }

  private static byte[] event(AvroWriter writer, String id) {
    UserEvent event =
        UserEvent.newBuilder()
            .setEventId("two-owners-" + id)
            .setUserId("u")
            .setEventType("view")
            .setOccurredAt(Clock.systemUTC().instant())
            .build();
    return writer.write(NAMES.subject("user-events"), event);
  }
}
