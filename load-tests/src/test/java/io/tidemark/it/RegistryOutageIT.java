package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.UserEvent;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records of a schema nobody can look up wait; they are not quarantined, and nothing stops. */
@ExtendWith(SharedStackExtension.class)
class RegistryOutageIT {
  private static final Namespace NAMES = new Namespace("outage");
  private static final String QUARANTINE = NAMES.topic("tidemark.quarantine");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LARGEST_VALUE = 1_000_000;

  @TempDir private Path folder;
  private final Clock clock = Clock.systemUTC();

  @Test
  void recordsOfANewSchemaWaitForTheRegistry(Stack stack) throws Exception {
    try (Switch outage = new Switch(URI.create(stack.registryUrl()));
        TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess service = NAMES.service(stack)) {
      NAMES.registerDefaults(registry);
      service.set("schema.registry.url", outage.url());
      service.start(Files.writeString(folder.resolve("defaults.yaml"), NAMES.ofDefaults()));
      AvroWriter writer = new AvroWriter(registry, true);
      byte[] known = writer.write(NAMES.subject("user-events"), event("known"));
      Schema evolved = evolved();
      byte[] evolvedWire = writer.write(NAMES.subject("user-events"), evolvedEvent(evolved));
      try (Redis redis = new Redis(stack.redisUrl())) {
        kafka.send(NAMES.topic("user-events"), "known".getBytes(UTF_8), known);
        redis.awaitUser("known");

        outage.begin();
        kafka.send(NAMES.topic("user-events"), "evolved".getBytes(UTF_8), evolvedWire);
        await().atMost(PATIENCE).until(() -> readiness(service).contains("registry"));
        kafka.send(NAMES.topic("predictions"), null, new byte[] {0, 0, 0, 0});
        await().atMost(PATIENCE).until(() -> !kafka.readCommitted(QUARANTINE).isEmpty());
        assertThat(reasons(kafka, registry)).as("others go on").containsExactly("TRUNCATED");
        assertThat(redis.fields("evolved")).isEmpty();
        service.requireAlive();

        outage.end();
        redis.awaitUser("evolved");
        assertThat(reasons(kafka, registry)).containsExactly("TRUNCATED");
      }
      largestRecordFitsIntoQuarantine(kafka, registry, service);
    }
  }

  /** As large as a broker takes by default: with a reason beside it, it is larger. */
  private static void largestRecordFitsIntoQuarantine(
      TestCluster kafka, SchemaRegistry registry, ServiceProcess service) {
    byte[] value = new byte[LARGEST_VALUE + 48_000];
    value[0] = 77;
    kafka.send(NAMES.topic("user-events"), null, value);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              service.requireAlive();
              assertThat(reasons(kafka, registry)).containsExactly("TRUNCATED", "BAD_MAGIC");
            });
  }

  private UserEvent event(String user) {
    return UserEvent.newBuilder()
        .setEventId("event-of-" + user)
        .setUserId(user)
        .setEventType("view")
        .setOccurredAt(clock.instant())
        .build();
  }

  /** The schema of user events with one optional field more. */
  private static Schema evolved() {
    Schema before = UserEvent.getClassSchema();
    List<Schema.Field> fields = new ArrayList<>();
    before.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    Schema optional =
        Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
    fields.add(new Schema.Field("campaign", optional, null, Schema.Field.NULL_DEFAULT_VALUE));
    return Schema.createRecord(
        before.getName(), before.getDoc(), before.getNamespace(), false, fields);
  }

  private GenericRecord evolvedEvent(Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    record.put("event_id", "event-of-evolved");
    record.put("user_id", "evolved");
    record.put("event_type", "view");
    record.put("occurred_at", clock.millis());
    record.put("campaign", "spring");
    return record;
  }

  private static List<String> reasons(TestCluster kafka, SchemaRegistry registry) {
    AvroReader<Quarantined> reader = AvroReader.specific(registry, Quarantined.class);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(kafka.readCommitted(QUARANTINE));
    return records.stream()
        .map(record -> reader.read(record.value()))
        .sorted((a, b) -> a.getFirstSeen().compareTo(b.getFirstSeen()))
        .map(Quarantined::getReason)
        .toList();
  }

  private static String readiness(ServiceProcess service) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url("/health/ready"))).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() == 503 ? response.body() : "";
  }

  /** Features as any Redis client reads them. */
  private static final class Redis implements AutoCloseable {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    Redis(String url) {
      client = RedisClient.create(url);
      connection = client.connect();
    }

    Map<String, String> fields(String user) {
      return connection.sync().hgetall(NAMES.name() + ":user:" + user);
    }

    void awaitUser(String user) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(fields(user)).containsEntry("activity.events_1h", "1"));
    }

    @Override
    public void close() {
      connection.close();
      client.shutdown();
    }
  }
}
