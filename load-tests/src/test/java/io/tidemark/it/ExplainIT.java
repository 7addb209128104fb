package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the service and a feature server: whoever is asked, the instance that owns a key
 * explains it, and the catalogue has live figures.
 */
@ExtendWith(SharedStackExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the last test kills an instance
@Order(6)
class ExplainIT {
  private static final Namespace NAMES = new Namespace("explain");
  private static final int USERS = 32;
  private static final int WAVES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String TOKEN = "read-token-of-this-test-run";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Users are where producers put them; products are brought together by a repartition. */
  private static final String DEFINITIONS =
      """
      namespace: explain
      sources:
        - name: user_events
          topic: user-events
          event_time: occurred_at
          event_id: event_id
          partitioned_by: [user_id]
      entities:
        - {name: user, key: [user_id]}
        - {name: product, key: [item_id]}
      features:
        - group: activity
          version: 1
          source: user_events
          entity: user
          aggregate:
            - {name: events, op: count, windows: [5m, 1h]}
            - {name: spend, op: sum, of: price, windows: [1h]}
            - {name: last_session, op: last, of: session_id, windows: [1h]}
        - group: sales
          version: 1
          source: user_events
          entity: product
          aggregate:
            - {name: views, op: count, windows: [5m, 1h]}
            - {name: best, op: max, of: price, windows: [1h]}
            - {name: all_views, op: count}
      """;

  /** A key with the features that count its events. */
  private record Asked(String entity, String key, String count) {
    String path() {
      return "/v1/explain/" + entity + "/" + key;
    }
  }

  @TempDir static Path folder;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Stack stack;
  private static ServiceProcess first;
  private static ServiceProcess second;
  private static ServiceProcess server;

  @BeforeAll
  static void start(Stack shared) throws Exception {
    stack = shared;
    first = process("first");
    second = process("second");
    register();
    Path definitions = Files.writeString(folder.resolve("explain.yaml"), NAMES.of(DEFINITIONS));
    first.start(definitions);
    second.start(definitions);
    // nothing listens on port 1: the next address is tried
    server = process("server").set("serve.explain.service", "http://127.0.0.1:1," + second.url(""));
    server.serve(List.of("--config", definitions.toString()));
    sendWaves();
    await().atMost(PATIENCE).untilAsserted(ExplainIT::everyKeyIsExplained);
  }

  private static void register() {
    try (SchemaRegistry registry = registry()) {
      NAMES.register(registry, "user-events", UserEvent.getClassSchema());
    }
  }

  private static SchemaRegistry registry() {
    return SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
  }

  private static ServiceProcess process(String name) {
    ServiceProcess process = NAMES.service(stack);
    process.set("http.tokens.read", TOKEN).set("serve.timeout", "10s");
    return process.set("state.dir", folder.resolve(name).toString());
  }

  @AfterAll
  static void stop() {
    for (ServiceProcess process : new ServiceProcess[] {server, second, first}) {
      if (process != null) {
        process.close();
      }
    }
  }

  /** One event per user, product and wave; their prices differ, no event names a session. */
  private static void sendWaves() {
    Clock clock = Clock.systemUTC();
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry = registry()) {
      AvroWriter writer = new AvroWriter(registry, true);
      for (int i = 0; i < WAVES * USERS; i++) {
        UserEvent event =
            UserEvent.newBuilder()
                .setEventId("event-" + i)
                .setUserId("user-" + i % USERS)
                .setEventType("view")
                .setItemId("item-" + i % USERS)
                .setPrice(i / 4.0)
                .setOccurredAt(clock.instant())
                .build();
        byte[] key = event.getUserId().getBytes(UTF_8);
        kafka.send(
            NAMES.topic("user-events"), key, writer.write(NAMES.subject("user-events"), event));
      }
    }
  }

  private static void everyKeyIsExplained() throws Exception {
    for (Asked asked : everyKey()) {
      JsonNode explained = json(get(first, asked.path()));
      assertThat(values(explained).get(asked.count()).asLong()).isEqualTo(WAVES);
    }
  }

  private static List<Asked> everyKey() {
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      all.add(new Asked("user", "user-" + i, "activity.events_1h"));
      all.add(new Asked("product", "item-" + i, "sales.views_1h"));
    }
    return all;
  }

  private static HttpResponse<String> get(ServiceProcess process, String path)
      throws IOException, InterruptedException {
    return send(request(process, path).header("Authorization", "Bearer " + TOKEN));
  }

  private static HttpRequest.Builder request(ServiceProcess process, String path) {
    return HttpRequest.newBuilder(URI.create(process.url(path))).timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> reply) throws IOException {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return JSON.readTree(reply.body());
  }

  private static Map<String, JsonNode> values(JsonNode explained) {
    Map<String, JsonNode> values = new HashMap<>();
    explained
        .path("groups")
        .forEach(
            group ->
                group
                    .path("features")
                    .forEach(f -> values.put(f.path("name").asText(), f.path("value"))));
    return values;
  }

  @Test
  @Order(1)
  void everyProcessGivesTheExplanationOfTheOwner() throws Exception {
    Set<String> owners = new HashSet<>();
    for (Asked asked : everyKey()) {
      JsonNode atFirst = json(get(first, asked.path()));
      for (ServiceProcess other : List.of(second, server)) {
        JsonNode there = json(get(other, asked.path()));
        assertThat(there.at("/state/instance")).isEqualTo(atFirst.at("/state/instance"));
        assertThat(there.at("/state/partition")).isEqualTo(atFirst.at("/state/partition"));
        assertThat(values(there)).isEqualTo(values(atFirst));
      }
      owners.add(asked.entity() + " on " + atFirst.at("/state/instance").asText());
    }
    assertThat(owners)
        .as("both instances own keys of both kinds, so that each was asked for the other's")
        .containsExactlyInAnyOrder(
            "user on " + address(first),
            "user on " + address(second),
            "product on " + address(first),
            "product on " + address(second));
  }

  private static String address(ServiceProcess process) {
    return URI.create(process.url("/")).getAuthority();
  }

  @Test
  @Order(1)
  void valuesAreThoseOfTheOnlineStoreAndOfTheFeatureServer() {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (StatefulRedisConnection<String, String> redis = client.connect()) {
      for (Asked asked : everyKey()) {
        String key = NAMES.name() + ":" + asked.entity() + ":" + asked.key();
        // a window may move between the requests
        await().atMost(PATIENCE).untilAsserted(() -> agree(asked, redis.sync().hgetall(key)));
      }
    } finally {
      client.shutdown();
    }
  }

  private static void agree(Asked asked, Map<String, String> stored) throws Exception {
    JsonNode served = json(get(first, "/v1/features/" + asked.entity() + "/" + asked.key()));
    JsonNode explained = json(get(second, asked.path()));
    assertThat(explained.path("revision").asText()).isEqualTo(stored.get("_rev"));
    assertThat(explained.path("valid_until")).isEqualTo(served.path("valid_until"));
    assertThat(explained.path("as_of").asLong())
        .isGreaterThanOrEqualTo(served.path("as_of").asLong());
    assertThat(explained.at("/state/unsent").asBoolean()).isFalse();
    Map<String, JsonNode> values = values(explained);
    assertThat(values).isNotEmpty();
    values.forEach(
        (name, value) -> {
          assertThat(value).as(name).isEqualTo(served.at("/values/" + name + "/value"));
          assertThat(value.isNull()).as(name).isEqualTo(!stored.containsKey(name));
        });
  }

  @Test
  @Order(1)
  void tilesOfACountAddUpToIt() throws Exception {
    JsonNode explained = json(get(server, "/v1/explain/user/user-7"));
    JsonNode count = explained.at("/groups/0/features/0");
    assertThat(count.path("operation").asText()).isEqualTo("count");
    long sum = 0;
    for (JsonNode tile : count.path("tiles")) {
      assertThat(tile.path("leaves_at").asLong()).isGreaterThan(explained.path("as_of").asLong());
      sum += tile.path("value").asLong();
    }
    assertThat(sum).isEqualTo(count.path("value").asLong()).isEqualTo(WAVES);
    assertThat(explained.path("changes_next")).isNotEmpty();
    assertThat(explained.at("/state/note").asText()).contains("last commit");
  }

  @Test
  @Order(1)
  void refusalsAreTypedWhoeverIsAsked() throws Exception {
    for (ServiceProcess process : List.of(first, second, server)) {
      String known = "/v1/explain/user/user-1";
      assertThat(send(request(process, known)).statusCode()).isEqualTo(401);
      HttpResponse<String> unknown = get(process, "/v1/explain/user/nobody%2Fat%20all");
      assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(404);
      assertThat(unknown.body()).contains("unknown_key").contains("nobody/at all");
      HttpResponse<String> entity = get(process, "/v1/explain/nothing/user-1");
      assertThat(entity.statusCode()).isEqualTo(404);
      assertThat(entity.body()).contains("unknown_entity");
    }
  }

  @Test
  @Order(1)
  void requestThatWasPassedOnToTheOwnerIsNotPassedOnAgain() throws Exception {
    String path = "/v1/explain/product/item-1";
    String owner = json(get(first, path)).at("/state/instance").asText();
    ServiceProcess other = owner.equals(address(first)) ? second : first;
    HttpResponse<String> reply =
        send(
            request(other, path)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Tidemark-Hops", "2"));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(503);
    assertThat(reply.body()).contains("state_unavailable");
    assertThat(reply.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  @Order(1)
  void commandPrintsTheExplanation() throws Exception {
    first.command("explain", List.of("user", "user-3", "--url", server.url("")));
    String printed = Files.readString(first.log("explain"));
    assertThat(printed)
        .contains("user user-3 at ", "activity.events_1h = " + WAVES, "tile ", "leaves ");
  }

  @Test
  @Order(1)
  void catalogueHasLiveFigures() throws Exception {
    for (ServiceProcess process : List.of(first, second)) {
      JsonNode catalogue = json(get(process, "/v1/catalog"));
      Map<String, JsonNode> features = new HashMap<>();
      catalogue
          .path("entities")
          .forEach(
              entity ->
                  entity
                      .at("/groups/0/features")
                      .forEach(f -> features.put(f.path("name").asText(), f)));
      for (String name : List.of("activity.events_1h", "sales.views_1h")) {
        JsonNode count = features.get(name);
        assertThat(count.path("freshness_seconds").asDouble(-1)).isBetween(0.0, 600.0);
        assertThat(count.path("null_ratio").asDouble(-1)).isEqualTo(0.0);
      }
      // no event of this test names a session
      JsonNode session = features.get("activity.last_session_1h");
      assertThat(session.path("null_ratio").asDouble(-1)).isEqualTo(1.0);
    }
    // a feature server alone writes nothing and knows no figures
    assertThat(get(server, "/v1/catalog").body()).contains("\"null_ratio\":null");
  }

  @Test
  @Order(2)
  void keysOfAnInstanceThatDiesAreRefusedUntilTheOtherHasTakenOver() throws Exception {
    first.kill();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (Asked asked : everyKey()) {
                HttpResponse<String> reply = get(server, asked.path());
                if (reply.statusCode() != 200) {
                  assertRefused(reply);
                }
                assertThat(reply.statusCode()).isEqualTo(200);
                JsonNode explained = json(reply);
                assertThat(explained.at("/state/instance").asText()).isEqualTo(address(second));
                assertThat(values(explained).get(asked.count()).asLong()).isEqualTo(WAVES);
              }
            });
  }

  /** Thrown out of the wait: another refusal is a failure, not something to wait out. */
  private static void assertRefused(HttpResponse<String> reply) {
    if (reply.statusCode() != 503 || reply.headers().firstValue("Retry-After").isEmpty()) {
      throw new IllegalStateException(reply.statusCode() + " " + reply.body());
    }
  }
}
