package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.local.Namespace;
import io.tidemark.local.RunningCommand;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that fail in several ways are looked at, and fed again once the rule is mended, by a
 * command that is killed in the middle: each is in its topic once, and what became of it is said.
 */
@ExtendWith(SharedStackExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // each goes on where the one before ended
@Order(7)
class QuarantineIT {
  private static final Namespace NAMES = new Namespace("mend");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OPS = "ops-token-of-this-test-run";
  private static final String READ = "read-token-of-this-test-run";
  private static final int ALL = BrokenOrders.NEGATIVE + BrokenOrders.OTHERS;
  private static final int FED_BEFORE_THE_KILL = 12;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String DEFINITIONS =
      """
      namespace: mend
      sources:
        - name: orders
          topic: orders
          event_time: placed_at
          rules: [{name: price_in_range, expect: "price >= %s"}]
      entities: [{name: customer, key: [customer_id]}]
      features:
        - group: o
          source: orders
          entity: customer
          aggregate: [{name: n, op: count}]
      """;

  @TempDir static Path folder;
  private static TestCluster kafka;
  private static SchemaRegistry registry;
  private static ServiceProcess service;

  @BeforeAll
  static void breakOrders(Stack stack) throws Exception {
    kafka = new TestCluster(stack.bootstrapServers());
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    NAMES.register(registry, "orders", BrokenOrders.SCHEMA);
    service = NAMES.service(stack);
    service.set("http.tokens.ops", OPS).set("http.tokens.read", READ);
    start("0.0");
    new BrokenOrders(NAMES, registry, Clock.systemUTC().instant()).send(kafka);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("/v1/quarantine?limit=1").path("matching").asInt()).isEqualTo(ALL));
  }

  private static void start(String least) throws IOException {
    Path file = folder.resolve("mend.yaml");
    service.start(Files.writeString(file, NAMES.of(DEFINITIONS.formatted(least))));
  }

  @AfterAll
  static void stop() {
    service.close();
    registry.close();
    kafka.close();
  }

  private static HttpResponse<String> ask(String path, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.url(path)))
            .header("Authorization", "Bearer " + token)
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private static JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> reply = ask(path, OPS);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return JSON.readTree(reply.body());
  }

  private static JsonNode post(String query, int status) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.url("/v1/quarantine/replays?" + query)))
            .header("Authorization", "Bearer " + OPS)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> reply = HTTP.send(request, BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    return JSON.readTree(reply.body());
  }

  /** What comes of a replay that is asked for over HTTP. */
  private static JsonNode replayed(String query) throws IOException, InterruptedException {
    String path = "/v1/quarantine/replays/" + post(query, 202).path("id").asText();
    await()
        .atMost(PATIENCE)
        .until(() -> List.of("DONE", "FAILED").contains(get(path).path("state").asText()));
    JsonNode job = get(path);
    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("DONE");
    return job;
  }

  private record Run(int exit, String output) {}

  private static Run quarantine(String... words) throws IOException {
    Files.deleteIfExists(service.log("quarantine"));
    try (RunningCommand command = service.begin("quarantine", "quarantine", Arrays.asList(words))) {
      int exit = command.awaitExit(PATIENCE);
      return new Run(exit, Files.readString(service.log("quarantine")));
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> orders() {
    return kafka.readCommitted(NAMES.topic("orders"));
  }

  /** The copies by the record they are of. */
  private static Map<String, List<ConsumerRecord<byte[], byte[]>>> copies() {
    Map<String, List<ConsumerRecord<byte[], byte[]>>> copies = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : orders()) {
      Header of = record.headers().lastHeader("tidemark_replay_of");
      if (of != null) {
        copies
            .computeIfAbsent(new String(of.value(), UTF_8), unknown -> new ArrayList<>())
            .add(record);
      }
    }
    return copies;
  }

  @Test
  @Order(1)
  void operatorsAloneSeeQuarantine() throws Exception {
    assertThat(ask("/v1/quarantine", READ).statusCode()).isEqualTo(403);
    assertThat(ask("/v1/quarantine", "nobody-knows-this-token-at-all").statusCode()).isEqualTo(401);
    assertThat(ask("/v1/quarantine?sorce=x", OPS).statusCode()).isEqualTo(400);
    for (String query :
        List.of(
            "limit=0",
            "reason=",
            "limit=1&limit=2",
            "partition=-1",
            "from_offset=3&until_offset=2")) {
      assertThat(ask("/v1/quarantine?" + query, OPS).statusCode()).as(query).isEqualTo(400);
    }
    assertThat(ask("/v1/quarantine?from=%2B999999999-01-01T00:00:00Z", OPS).statusCode())
        .isEqualTo(200);
    post("attempts=99999999999&dry_run=true", 400);
    assertThat(ask("/v1/quarantine/9-9", OPS).statusCode()).isEqualTo(404);
  }

  @Test
  @Order(1)
  void everyFilterFindsItsRecords() throws Exception {
    String topic = NAMES.topic("orders");
    Map<String, Integer> expected =
        Map.of(
            "source=" + topic,
            ALL,
            "source=others",
            0,
            "reason=BAD_MAGIC,MISSING_KEY",
            2,
            "rule=price_in_range",
            BrokenOrders.NEGATIVE,
            "schema_id=" + BrokenOrders.UNKNOWN_SCHEMA,
            1,
            "key=future",
            1,
            "key=0x6e6f626f6479",
            1,
            "from=2020-01-01T00:00:00Z",
            ALL,
            "until=2020-01-01T00:00:00Z",
            0);
    for (Map.Entry<String, Integer> entry : expected.entrySet()) {
      assertThat(get("/v1/quarantine?limit=1&" + entry.getKey()).path("matching").asInt())
          .as(entry.getKey())
          .isEqualTo(entry.getValue());
    }
  }

  @Test
  @Order(1)
  void pagesFollowEachOtherWithoutGapOrRepeat() throws Exception {
    List<String> ids = new ArrayList<>();
    String next = "";
    while (next != null) {
      JsonNode page = get("/v1/quarantine?limit=7" + (next.isEmpty() ? "" : "&before=" + next));
      page.path("records").forEach(record -> ids.add(record.path("id").asText()));
      next = page.path("next").isNull() ? null : page.path("next").asText();
    }
    assertThat(ids).hasSize(ALL).doesNotHaveDuplicates();
  }

  @Test
  @Order(1)
  void recordIsShownDecodedOrInHexadecimal() throws Exception {
    JsonNode negative = get("/v1/quarantine?key=negative-3").at("/records/0");
    JsonNode shown = get("/v1/quarantine/" + negative.path("id").asText());
    assertThat(shown.at("/failed_on/price").asDouble()).isEqualTo(-1.5);
    assertThat(shown.at("/decoded/order_id").asText()).isEqualTo("negative-3");
    assertThat(shown.at("/headers/0/value").asText()).isEqualTo("web");
    assertThat(get("/v1/quarantine/" + negative.path("position").asText())).isEqualTo(shown);

    String id = get("/v1/quarantine?reason=BAD_MAGIC").at("/records/0/id").asText();
    Run bytes = quarantine("show", id);
    assertThat(bytes.output()).contains("4d010203", "0x4d", "BAD_MAGIC", "producer = batch");
  }

  @Test
  @Order(1)
  void senderOfBrokenRecordsIsTold() throws Exception {
    JsonNode senders = get("/v1/quarantine/summary").path("senders");
    assertThat(senders.at("/0/producer").asText()).isEqualTo("web");
    assertThat(senders.at("/0/reasons/RULE_FAILED").asInt()).isEqualTo(BrokenOrders.NEGATIVE);
    Run summary = quarantine("list", "--summary");
    assertThat(summary.exit()).as(summary.output()).isZero();
    assertThat(summary.output()).contains("batch", "RULE_FAILED 40", "UNKNOWN_SCHEMA 1");
  }

  @Test
  @Order(1)
  void rowsOfAnExportCanBePublishedOnceTheyAreMended() throws Exception {
    Path rows = folder.resolve("rows.jsonl");
    Run export = quarantine("export", rows.toString(), "--format", "rows");
    assertThat(export.output()).contains("Wrote 42 records", "left out 2 that do not decode");
    String mended = Files.readString(rows).replace("-1.5", "1.5");
    Files.writeString(rows, mended);
    service.command(
        "replay", List.of("--topic", NAMES.topic("mended"), "--schema", schema(), rows.toString()));
    assertThat(kafka.readCommitted(NAMES.topic("mended"))).hasSize(42);
  }

  private static String schema() throws IOException {
    return Files.writeString(folder.resolve("order.avsc"), BrokenOrders.SCHEMA.toString())
        .toString();
  }

  @Test
  @Order(2)
  void replayThatIsKilledGoesOnAndFeedsNothingTwice() throws Exception {
    service.close();
    start("-10.0");
    JsonNode plan = post("rule=price_in_range&dry_run=true", 200);
    assertThat(plan.path("feed").asInt()).isEqualTo(BrokenOrders.NEGATIVE);
    assertThat(plan.path("fed_before").asInt()).isZero();

    try (RunningCommand killed =
        service.begin(
            "quarantine",
            "killed",
            List.of("replay", "--rule", "price_in_range", "--rate", "12", "--by", "alice"))) {
      await().atMost(PATIENCE).until(() -> copies().size() >= FED_BEFORE_THE_KILL);
      killed.kill();
    }
    int before = copies().size();
    assertThat(before).isBetween(FED_BEFORE_THE_KILL, BrokenOrders.NEGATIVE - 1);

    Path report = folder.resolve("report.jsonl");
    Run rest = quarantine("replay", "--rule", "price_in_range", "--report", report.toString());
    assertThat(rest.exit()).as(rest.output()).isZero();
    assertThat(rest.output()).containsPattern("accepted +40");
    assertThat(Files.readAllLines(report)).hasSize(40).allMatch(line -> line.contains("ACCEPTED"));
    JsonNode again = replayed("rule=price_in_range");
    assertThat(again.path("fed").asInt()).isZero();
    assertThat(again.at("/fates/ACCEPTED").asInt()).isEqualTo(BrokenOrders.NEGATIVE);

    assertThat(copies()).hasSize(40);
    assertThat(kafka.readCommitted(NAMES.topic("tidemark.replays")))
        .hasSize(40)
        .allMatch(word -> new String(word.key(), UTF_8).startsWith(NAMES.topic("orders") + "|"));
    copiesAreWhatTheyAreCopiesOf();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(count()).isEqualTo(BrokenOrders.VALID + BrokenOrders.NEGATIVE));
  }

  private static int count() throws IOException, InterruptedException {
    String reply = ask("/v1/features/customer/" + BrokenOrders.CUSTOMER, READ).body();
    return JSON.readTree(reply).at("/values/o.n/value").asInt();
  }

  /** Byte for byte, but for three headers behind the others. */
  private static void copiesAreWhatTheyAreCopiesOf() {
    Map<String, ConsumerRecord<byte[], byte[]>> originals = new HashMap<>();
    orders().forEach(o -> originals.put(o.topic() + "-" + o.partition() + "-" + o.offset(), o));
    copies()
        .forEach(
            (of, copies) -> {
              assertThat(copies).as(of).hasSize(1);
              ConsumerRecord<byte[], byte[]> copy = copies.get(0);
              ConsumerRecord<byte[], byte[]> original = originals.get(of);
              assertThat(copy.key()).isEqualTo(original.key());
              assertThat(copy.value()).isEqualTo(original.value());
              assertThat(copy.timestamp()).isEqualTo(original.timestamp());
              assertThat(copy.partition()).isEqualTo(original.partition());
              assertThat(Arrays.copyOf(copy.headers().toArray(), 3))
                  .isEqualTo(original.headers().toArray());
              assertThat(copy.headers().toArray()).hasSize(6);
            });
  }

  @Test
  @Order(3)
  void recordThatFailsAgainIsARepeatAndLeftThen() throws Exception {
    Run failed = quarantine("replay");
    assertThat(failed.exit()).isOne();
    assertThat(failed.output())
        .contains("Fed 4 records, 40 were fed before")
        .containsPattern("quarantined again +4")
        .contains("BAD_MAGIC", "UNKNOWN_SCHEMA", "FUTURE_EVENT", "MISSING_KEY");
    assertThat(get("/v1/quarantine?limit=1").path("matching").asInt()).isEqualTo(ALL + 4);
    JsonNode both = get("/v1/quarantine?key=future").path("records");
    assertThat(both.at("/0/attempt").asInt()).isOne();
    assertThat(both.at("/0/original")).isEqualTo(both.at("/1/position"));
    assertThat(both.at("/0/first_seen")).isEqualTo(both.at("/1/first_seen"));

    JsonNode again = replayed("by=carol");
    assertThat(again.path("fed").asInt()).isZero();
    assertThat(again.at("/fates/SPENT").asInt()).isEqualTo(BrokenOrders.OTHERS);
    assertThat(again.at("/fates/QUARANTINED_AGAIN").asInt()).isEqualTo(BrokenOrders.OTHERS);
    assertThat(orders()).hasSize(BrokenOrders.VALID + ALL + ALL);
  }

  @Test
  @Order(4)
  void secondReplayAtATimeSaysWhoIsAtIt() throws Exception {
    try (RunningCommand first =
        service.begin(
            "quarantine",
            "first",
            List.of("replay", "--attempts", "2", "--rate", "0.2", "--by", "alice"))) {
      await().atMost(PATIENCE).until(() -> orders().size() > BrokenOrders.VALID + ALL + ALL);
      Run second = quarantine("replay", "--attempts", "2", "--by", "bob");
      assertThat(second.exit()).isOne();
      assertThat(second.output()).contains("are being fed by alice since");
      first.kill();
    }
    JsonNode rest = replayed("attempts=2");
    assertThat(rest.path("fed").asInt()).isBetween(1, BrokenOrders.OTHERS - 1);
    assertThat(rest.at("/fates/QUARANTINED_AGAIN").asInt()).isEqualTo(2 * BrokenOrders.OTHERS);
    assertThat(orders()).hasSize(BrokenOrders.VALID + ALL + ALL + 4);
    copies().forEach((of, copies) -> assertThat(copies).as(of).hasSizeBetween(1, 2));
  }
}
