package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.avro.UserEvent;
import io.tidemark.local.FeastProject;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service and the feature server on a Redis Cluster in Feast's layout, and a Feast project
 * beside them that reads from Redis and over HTTP and pushes views of its own.
 */
@ExtendWith(SharedStackExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(9)
class FeastServiceIT {
  private static final Namespace NAMES = new Namespace("cluster");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int USERS = 1_000;
  private static final String SERVICES =
      """
      feature_services:
        - name: ranker/v3
          features: [activity.events_1h, activity.spend_1h, activity.last_item_1h]
      """;

  @TempDir static Path folder;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Deque<AutoCloseable> PARTS = new ArrayDeque<>();
  private static Stack stack;
  private static TestRedisCluster redis;
  private static ServiceProcess service;
  private static ServiceProcess server;
  private static Path definitions;

  @BeforeAll
  static void start(Stack shared) throws Exception {
    stack = shared;
    redis = new TestRedisCluster();
    PARTS.push(redis);
    service = process();
    server = process();
    definitions = folder.resolve("defaults.yaml");
    Files.writeString(definitions, NAMES.ofDefaults() + SERVICES);
    try (SchemaRegistry registry = registry()) {
      NAMES.registerDefaults(registry);
    }
    service.start(definitions);
    send(1);
    server.serve(List.of("--config", definitions.toString()));
    awaitTurn(1);
  }

  /** Patient, since Python takes the whole of a small machine. */
  private static ServiceProcess process() {
    ServiceProcess process =
        NAMES
            .service(stack)
            .set("redis.url", redis.urls())
            .set("redis.mode", "cluster")
            .set("redis.layout", "feast")
            .set("redis.expiry.pause", "500ms")
            .set("serve.timeout", "20s");
    PARTS.push(process);
    return process;
  }

  private static SchemaRegistry registry() {
    return SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : PARTS) {
      part.close();
    }
  }

  /** One more event of every user. */
  private static void send(int turn) throws Exception {
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry = registry()) {
      AvroWriter writer = new AvroWriter(registry, true);
      for (int i = 0; i < USERS; i++) {
        byte[] value = writer.write(NAMES.subject("user-events"), event(turn, i));
        kafka.post(NAMES.topic("user-events"), ("u" + i).getBytes(UTF_8), value);
      }
    }
  }

  private static UserEvent event(int turn, int i) {
    return UserEvent.newBuilder()
        .setEventId(turn + " of " + i)
        .setUserId("u" + i)
        .setEventType("view")
        .setItemId(i % 2 == 0 ? "item " + i : null)
        .setPrice((double) i)
        .setOccurredAt(Clock.systemUTC().instant())
        .build();
  }

  private static List<String> expected(int turn) {
    return IntStream.range(0, USERS)
        .mapToObj(
            i -> turn + " " + (double) turn * i + " " + (i % 2 == 0 ? "\"item " + i + '"' : null))
        .toList();
  }

  private static void awaitTurn(int turn) {
    for (ServiceProcess process : List.of(service, server)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(served(process)).isEqualTo(expected(turn)));
    }
  }

  private static List<String> served(ServiceProcess process) throws Exception {
    JsonNode reply =
        post(
            process.url("/v1/features/user"),
            Map.of(
                "keys", IntStream.range(0, USERS).mapToObj(i -> "u" + i).toList(),
                "names",
                    List.of("activity.events_1h", "activity.spend_1h", "activity.last_item_1h")));
    List<String> rows = new ArrayList<>();
    for (JsonNode result : reply.get("results")) {
      List<String> values = new ArrayList<>();
      result.get("values").forEach(value -> values.add(value.get("value").toString()));
      rows.add(String.join(" ", values));
    }
    return rows;
  }

  private static JsonNode post(String url, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    HttpResponse<String> reply = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return JSON.readTree(reply.body());
  }

  @Test
  @Order(1)
  void rowsAreOnEveryMasterOfACluster() throws Exception {
    assertThat(redis.sizes()).allSatisfy(size -> assertThat(size).isPositive());
    assertThat(redis.sizes().stream().mapToLong(Long::longValue).sum())
        .isGreaterThanOrEqualTo(USERS);
    JsonNode reply =
        post(
            server.url("/get-online-features"),
            Map.of(
                "features", List.of("activity:events_1h"),
                "entities", Map.of("user_id", List.of("u7"))));
    assertThat(reply.at("/results/1/values").toString()).isEqualTo("[1]");
    assertThat(reply.at("/results/1/statuses").toString()).isEqualTo("[\"PRESENT\"]");
  }

  @Test
  @Order(2)
  void feastAndTheServiceLoseNothingOfEachOther() throws Exception {
    FeastProject project = new FeastProject(folder.resolve("feast.log"));
    PARTS.push(project);
    open(project);
    requireOurs(project, 1);

    project.ask("push 1");
    send(2);
    awaitTurn(2);
    project.ask("materialise 2");
    requireOurs(project, 2);
    requireTheirs(project.ask("read ranker/v3"), List.of());

    redis.deleteHalf("_store");
    List<Integer> lost = lost(project.ask("read ranker/v3"));
    assertThat(lost).hasSizeBetween(USERS / 3, USERS - USERS / 3);
    service.command("rebuild", List.of("--by", "test"));
    awaitTurn(2);
    requireOurs(project, 2);
    requireTheirs(project.ask("read ranker/v3"), lost);

    assertThat(redis.endRows()).isEqualTo(USERS);
    await().atMost(PATIENCE).until(() -> redis.endRows() == 0);
    requireTheirs(project.ask("read ranker/v3"), lost);
    service.requireAlive();
    server.requireAlive();
  }

  private static void open(FeastProject project) throws IOException {
    Path repository = folder.resolve("feast");
    service.command(
        "feast", List.of("--config", definitions.toString(), "--output", repository.toString()));
    assertThat(project.open(repository, "user_id", "u", USERS).toString())
        .isEqualTo("[\"activity\",\"profile\",\"scores\"]");
    assertThat(project.ask("open_remote " + server.url("")).asText())
        .isEqualTo("RemoteOnlineStore");
  }

  /** Read from Redis, and from the feature server. */
  private static void requireOurs(FeastProject project, int turn) throws IOException {
    for (String question : List.of("read", "read_remote")) {
      JsonNode found = project.ask(question + " ranker/v3");
      assertThat(IntStream.range(0, USERS).mapToObj(i -> ours(found, i)).toList())
          .as(question)
          .isEqualTo(expected(turn));
    }
  }

  private static String ours(JsonNode found, int i) {
    return "%s %s %s"
        .formatted(
            found.get("events_1h").get(i),
            found.get("spend_1h").get(i),
            found.get("last_item_1h").get(i));
  }

  /** Whose hash is gone, with what was Feast's and with what was ours. */
  private static List<Integer> lost(JsonNode found) {
    List<Integer> lost =
        IntStream.range(0, USERS).filter(i -> found.get("age").get(i).isNull()).boxed().toList();
    assertThat(lost).allMatch(i -> found.get("events_1h").get(i).isNull());
    return lost;
  }

  private static void requireTheirs(JsonNode found, List<Integer> lost) {
    for (int i = 0; i < USERS; i++) {
      boolean gone = lost.contains(i);
      assertThat(found.get("age").get(i).toString())
          .isEqualTo(gone ? "null" : String.valueOf(10_000 + i));
      assertThat(found.get("tier").get(i).toString())
          .isEqualTo(gone ? "null" : "\"tier " + i % 7 + '"');
      assertThat(found.get("score").get(i).toString())
          .isEqualTo(gone ? "null" : String.valueOf(2 + i / 8.0));
    }
  }
}
