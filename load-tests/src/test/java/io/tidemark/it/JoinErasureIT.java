package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.avro.ErasureReceipt;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some of many people are erased whose requests wait, are closed inside their late horizon, and are
 * closed for good; the service is killed in the middle and its state restored from nothing: nothing
 * of them is left in state and on the topic of examples or comes back, and every other label is
 * what it is without an erasure.
 *
 * <p>{@code -Dtidemark.erased=1000} erases so many of a hundred times as many.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class JoinErasureIT {
  private static final Logger LOG = LoggerFactory.getLogger(JoinErasureIT.class);
  private static final Namespace NAMES = new Namespace("erase-labels");
  private static final long SEED = Long.getLong("tidemark.test.seed", 20261130L);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String GONE = "parted-";
  private static final int ERASED = Integer.getInteger("tidemark.erased", 30);
  private static final boolean LONG = ERASED > 100;
  private static final int PEOPLE = ERASED * (LONG ? 100 : 5);
  private static final int REQUESTS = PEOPLE * 3;

  private static final String DEFINITIONS =
      """
      namespace: labels
      sources:
        - name: user_events
          topic: user-events
          event_time: occurred_at
          event_id: event_id
      entities:
        - {name: user, key: [user_id]}
      features:
        - group: activity
          version: 1
          source: user_events
          entity: user
          aggregate:
            - {name: n, op: count, windows: [7d]}
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            labels:
              - {name: click, window: 4s, grace: 1s, positive: "outcome == 'click'"}
              - name: sale
                window: 5s
                positive: "outcome == 'sale'"
                late_horizon: 1h
                late: correct
              - {name: stay, window: 1h, positive: "outcome == 'stay'"}
      """;

  private static final Pattern JOIN_LABELS =
      Pattern.compile("tidemark_join_labels\\{label=\"(\\w+)\".*state=\"(\\w+)\".*} (\\S+)");

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Clock clock = Clock.systemUTC();
  private final Map<String, String> expected = new TreeMap<>();
  private final Map<String, Instant> askedAt = new LinkedHashMap<>();
  private final List<PredictionLog> ofTheErased = new ArrayList<>();
  private SchemaRegistry registry;
  private AvroWriter writer;
  private TestCluster kafka;
  private ServiceProcess service;
  private int predictions;
  private int quarantined;

  @Test
  void nothingOfAnErasedPersonIsLeftOfTheirRequests(Stack stack) throws Exception {
    try (TestCluster cluster = new TestCluster(stack.bootstrapServers());
        SchemaRegistry schemas =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess process = NAMES.service(stack);
        RedisClient client = RedisClient.create(stack.redisUrl());
        StatefulRedisConnection<String, String> redis = client.connect()) {
      kafka = cluster;
      registry = schemas;
      service =
          process
              .set("topics.partitions", "2")
              .set("redis.tombstone", "1s")
              .set("state.dir", state().toString());
      writer = new AvroWriter(registry, true);
      NAMES.registerDefaults(registry);
      Path definitions = Files.writeString(folder.resolve("labels.yaml"), NAMES.of(DEFINITIONS));
      service.start(definitions);
      traffic(true);
      await().atMost(PATIENCE).until(() -> closed() == REQUESTS);
      traffic(true);

      for (int i = 0; i < ERASED; i++) {
        erase(GONE + i);
        if (i == ERASED / 2) {
          service.kill();
          Files.move(state(), folder.resolve("lost"));
          underWay();
          service.start(definitions);
        }
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).containsOnly("complete"));
      underWay();
      traffic(false);
      logTimes();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(labels()).as("seed %d", SEED).isEqualTo(expected));
      new CompactedTopics(kafka, NAMES).awaitNothingOf(GONE, redis.sync());
      assertThat(inQuarantine()).isEqualTo(quarantined);
      requireTheLaw();
      laterPredictionStartsFromNothing();
    }
  }

  private Path state() {
    return folder.resolve("state");
  }

  /** One in five is of somebody who is to be erased. */
  private void traffic(boolean ofAll) {
    for (int i = 0; i < REQUESTS; i++) {
      boolean stays = !ofAll || random.nextInt(5) > 0;
      String user = stays ? "u" + random.nextInt(PEOPLE) : GONE + random.nextInt(ERASED);
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      PredictionLog log = prediction(id, user, clock.instant());
      send(log);
      predictions++;
      boolean clicked = random.nextBoolean();
      if (clicked) {
        outcome(id, "click");
      }
      if (stays) {
        expected.put(id + "|click", clicked ? "1.0" : "0.0");
        expected.put(id + "|sale", "0.0");
      } else {
        ofTheErased.add(log);
      }
      if (i % 4 == 0) {
        refused(id, user);
      }
    }
  }

  /** A prediction that goes to quarantine. */
  private void refused(String id, String user) {
    PredictionLog log = prediction(id, user, clock.instant());
    log.setModel("nobody's");
    send(log);
    quarantined += user.startsWith(GONE) ? 0 : 1;
  }

  /** What they did before is sent again, late, and some of it for the first time. */
  private void underWay() {
    Instant before = clock.instant().minusSeconds(600);
    for (int i = 0; i < ERASED; i++) {
      String id = new UUID(random.nextLong(), random.nextLong()).toString();
      outcome(id, "click");
      send(prediction(id, GONE + i % (ERASED / 2), before));
      PredictionLog again = ofTheErased.get(random.nextInt(ofTheErased.size()));
      send(again);
      outcome(again.getRequestId(), "sale");
    }
  }

  private static PredictionLog prediction(String id, String user, Instant at) {
    return PredictionLog.newBuilder()
        .setRequestId(id)
        .setTimestamp(at)
        .setUserId(user)
        .setModel("ranker")
        .setModelVersion("v1")
        .setModelScore(0.5)
        .build();
  }

  private void send(PredictionLog log) {
    byte[] value = writer.write(NAMES.subject("predictions"), log);
    kafka.post(NAMES.topic("predictions"), null, value);
  }

  private void outcome(String id, String what) {
    OutcomeLog log =
        OutcomeLog.newBuilder()
            .setRequestId(id)
            .setOutcome(what)
            .setOutcomeTimestamp(clock.instant())
            .build();
    kafka.post(NAMES.topic("outcomes"), null, writer.write(NAMES.subject("outcomes"), log));
  }

  private void erase(String key) throws IOException, InterruptedException {
    URI uri = URI.create(service.url("/v1/entities/user/" + key + "?by=test"));
    HttpResponse<String> reply =
        HTTP.send(HttpRequest.newBuilder(uri).DELETE().build(), BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(202);
    askedAt.put(JSON.readTree(reply.body()).path("erasure_id").asText(), clock.instant());
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url(path))).build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }

  private List<String> states() throws IOException, InterruptedException {
    List<String> states = new ArrayList<>();
    for (String id : askedAt.keySet()) {
      JsonNode reply = JSON.readTree(get("/v1/erasures/" + id));
      states.add(reply.path("state").asText());
    }
    return states;
  }

  /** By request and label the newest value; of the labels that close soon. */
  private Map<String, String> labels() {
    AvroReader<LabelledExample> reader = AvroReader.specific(registry, LabelledExample.class);
    Map<String, String> labels = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        kafka.readCommitted(NAMES.topic("tidemark.labelled"))) {
      String key = new String(record.key(), UTF_8).substring("ranker|".length());
      LabelledExample example = record.value() == null ? null : reader.read(record.value());
      if (example == null) {
        labels.remove(key);
      } else {
        labels.put(key, String.valueOf(example.getLabelValue()));
      }
    }
    return labels;
  }

  private long inQuarantine() {
    Map<String, Boolean> newest = new HashMap<>();
    kafka
        .readCommitted(NAMES.topic("tidemark.quarantine"))
        .forEach(record -> newest.put(new String(record.key(), UTF_8), record.value() != null));
    return newest.values().stream().filter(there -> there).count();
  }

  private long closed() {
    return labels().keySet().stream().filter(key -> key.endsWith("|sale")).count();
  }

  /** The slowest of all may have waited for the start after the kill. */
  private void logTimes() {
    AvroReader<ErasureReceipt> reader = AvroReader.specific(registry, ErasureReceipt.class);
    Map<String, Long> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        kafka.readCommitted(NAMES.topic("tidemark.erasure-receipts"))) {
      ErasureReceipt receipt = reader.read(record.value());
      Instant at = askedAt.get(receipt.getErasureId());
      assertThat(receipt.getStages()).containsExactly("features", "quarantine", "join-ranker");
      long ms = Duration.between(at, receipt.getCompletedAt()).toMillis();
      last.merge(receipt.getErasureId(), ms, Math::max);
    }
    List<Long> ms = last.values().stream().sorted().toList();
    LOG.info(
        "{} of {} people erased, half within {} ms, all within {} ms; {} requests of theirs",
        ms.size(),
        PEOPLE,
        ms.get(ms.size() / 2),
        ms.get(ms.size() - 1),
        ofTheErased.size());
  }

  /** What is counted stays counted, and what was erased before it was decided is so counted. */
  private void requireTheLaw() throws IOException, InterruptedException {
    Matcher lines = JOIN_LABELS.matcher(get("/metrics"));
    Map<String, Map<String, Integer>> told = new HashMap<>();
    while (lines.find()) {
      told.computeIfAbsent(lines.group(1), label -> new HashMap<>())
          .put(lines.group(2), (int) Double.parseDouble(lines.group(3)));
    }
    assertThat(told).hasSize(3);
    told.forEach(
        (label, states) -> {
          int all = states.values().stream().mapToInt(n -> n).sum();
          assertThat(all).as("%s %s", label, states).isEqualTo(2 * states.get("opened"));
        });
    // what was under way may have been joined before its erasure was read
    int before = told.get("stay").get("opened") - predictions;
    assertThat(before).isBetween(0, ERASED);
    assertThat(told.get("stay").get("erased")).isEqualTo(ofTheErased.size() + before);
  }

  private void laterPredictionStartsFromNothing() {
    String id = UUID.randomUUID().toString();
    send(prediction(id, GONE + 0, clock.instant()));
    outcome(id, "click");
    await().atMost(PATIENCE).until(() -> "1.0".equals(labels().get(id + "|click")));
  }
}
