package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import io.tidemark.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} under steady traffic loses nothing and counts nothing twice. */
@ExtendWith(SharedStackExtension.class)
@Order(8)
class CrashIT {
  private static final Namespace NAMES = new Namespace("kill");
  private static final long SEED = 20260301;
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final int RECORDS = 3_000;
  private static final int USERS = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Clock clock = Clock.systemUTC();
  private final Map<String, Expected> expected = new TreeMap<>();
  private final Set<String> clicked = new HashSet<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final List<UserEvent> past = new ArrayList<>();

  /** What an independent recomputation says about a user. */
  private static final class Expected {
    private long events;
    private double spend;
    private String lastItem;

    Map<String, String> fields() {
      Map<String, String> fields = new HashMap<>();
      for (String window : List.of("1h", "24h", "7d")) {
        fields.put("activity.events_" + window, Long.toString(events));
        fields.put("activity.spend_" + window, Double.toString(spend));
        fields.put("activity.last_item_" + window, lastItem);
      }
      return fields;
    }
  }

  @Test
  void killedServiceCatchesUpToTheRecomputation(Stack stack) throws Exception {
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess service =
            NAMES.service(stack).set("features.topic", "true").set("quality.interval", "1s")) {
      Path definitions = Files.writeString(folder.resolve("defaults.yaml"), NAMES.ofDefaults());
      NAMES.registerDefaults(registry);
      service.start(definitions);
      ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
      try {
        AvroWriter writer = new AvroWriter(registry, true);
        var steady =
            traffic.scheduleAtFixedRate(() -> step(kafka, writer), 0, 3, TimeUnit.MILLISECONDS);
        await().atMost(PATIENCE).until(() -> sent.get() > RECORDS / 3);
        service.kill();
        await().atMost(PATIENCE).until(() -> sent.get() > RECORDS / 2);
        service.start(definitions);
        await().atMost(PATIENCE).until(() -> sent.get() >= RECORDS);
        steady.cancel(false);
      } finally {
        traffic.shutdown();
      }
      assertThat(traffic.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      service.requireAlive();
      check(stack, kafka, registry);
      checkTopics(kafka, registry, service);
    }
  }

  private void step(TestCluster kafka, AvroWriter writer) {
    if (sent.get() >= RECORDS) {
      return;
    }
    int number = sent.get();
    if (number % 5 == 0) {
      decide(kafka, writer, "request|" + number);
    } else if (number % 17 == 0 && !past.isEmpty()) {
      // a repeat changes nothing, also when the first copy came before the crash
      event(kafka, writer, past.get(random.nextInt(past.size())));
    } else {
      act(kafka, writer, number);
    }
    sent.incrementAndGet();
  }

  private void act(TestCluster kafka, AvroWriter writer, int number) {
    String user = "user-" + random.nextInt(USERS);
    UserEvent event =
        UserEvent.newBuilder()
            .setEventId("event-" + number)
            .setUserId(user)
            .setEventType("view")
            .setItemId("item-" + number)
            .setPrice(random.nextInt(400) / 4.0)
            .setOccurredAt(clock.instant())
            .build();
    past.add(event);
    Expected sums = expected.computeIfAbsent(user, key -> new Expected());
    sums.events++;
    sums.spend += event.getPrice();
    sums.lastItem = event.getItemId();
    event(kafka, writer, event);
  }

  private static void event(TestCluster kafka, AvroWriter writer, UserEvent event) {
    byte[] value = writer.write(NAMES.subject("user-events"), event);
    kafka.send(NAMES.topic("user-events"), event.getUserId().getBytes(UTF_8), value);
  }

  private void decide(TestCluster kafka, AvroWriter writer, String request) {
    send(kafka, writer, "predictions", prediction(request));
    if (random.nextBoolean()) {
      clicked.add(request);
      send(kafka, writer, "outcomes", click(request));
    }
  }

  private PredictionLog prediction(String request) {
    return PredictionLog.newBuilder()
        .setRequestId(request)
        .setTimestamp(clock.instant())
        .setModel("ranker")
        .setModelVersion("v1")
        .setModelScore(random.nextDouble())
        .build();
  }

  private OutcomeLog click(String request) {
    return OutcomeLog.newBuilder()
        .setRequestId(request)
        .setOutcome("click")
        .setOutcomeTimestamp(clock.instant())
        .build();
  }

  private static void send(
      TestCluster kafka, AvroWriter writer, String topic, SpecificRecordBase record) {
    kafka.send(NAMES.topic(topic), null, writer.write(NAMES.subject(topic), record));
  }

  private void check(Stack stack, TestCluster kafka, SchemaRegistry registry) {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (StatefulRedisConnection<String, String> redis = client.connect()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  expected.forEach(
                      (user, sums) ->
                          assertThat(
                                  numbersAsDoubles(
                                      redis.sync().hgetall(NAMES.name() + ":user:" + user)))
                              .as("seed %d, %s", SEED, user)
                              .containsAllEntriesOf(numbersAsDoubles(sums.fields()))));
    } finally {
      client.shutdown();
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertLabels(kafka, registry));
    assertThat(kafka.readCommitted(NAMES.topic("tidemark.quarantine"))).isEmpty();
  }

  /** A sum is stored as {@code 12} or {@code 12.0}: the number counts. */
  private static Map<String, Object> numbersAsDoubles(Map<String, String> fields) {
    Map<String, Object> read = new HashMap<>();
    fields.forEach(
        (name, text) -> read.put(name, name.contains("item") ? text : Double.valueOf(text(text))));
    return read;
  }

  private static String text(String text) {
    return text.matches("-?[0-9.eE+-]+") ? text : "NaN";
  }

  /** Every topic of ours has a record, and one whose headers came a long way. */
  private void checkTopics(TestCluster kafka, SchemaRegistry registry, ServiceProcess service)
      throws IOException {
    AvroWriter writer = new AvroWriter(registry, true);
    UserEvent spoilt =
        UserEvent.newBuilder(past.get(0)).setEventId("spoilt").setPrice(-1.0).build();
    byte[] wire = writer.write(NAMES.subject("user-events"), spoilt);
    kafka.send(framedInHeader(NAMES.topic("user-events"), wire));
    decideTraced(kafka, writer);
    Path rows = Files.writeString(folder.resolve("rows.csv"), "@score\n0.1\n0.2\n");
    service.command(
        "baseline",
        List.of("--input", rows.toString(), "--model", "ranker", "--model-version", "v|1"));
    service.command("rebuild", List.of());
    String defaults = folder.resolve("defaults.yaml").toString();
    service.command("erase", List.of("--config", defaults, "--entity", "user", "--key", "nobody"));
    new TopicContracts(NAMES, kafka, registry).check();
    assertThat(headers(kafka, "tidemark.quarantine", NAMES.topic("user-events") + "|"))
        .containsExactly(entry("traceparent", TRACE));
    await()
        .atMost(PATIENCE)
        .until(() -> !headers(kafka, "tidemark.labelled", "ranker|traced|click").isEmpty());
    assertThat(headers(kafka, "tidemark.labelled", "ranker|traced|click"))
        .containsExactly(entry("traceparent", TRACE));
  }

  private static ProducerRecord<byte[], byte[]> framedInHeader(String topic, byte[] wire) {
    byte[] payload = Arrays.copyOfRange(wire, WireFormat.FRAME_BYTES, wire.length);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, "spoilt-key".getBytes(UTF_8), payload);
    byte[] frame = Arrays.copyOf(wire, WireFormat.FRAME_BYTES);
    record.headers().add(WireFormat.VALUE_SCHEMA_HEADER, frame);
    record.headers().add("traceparent", TRACE.getBytes(UTF_8));
    return record;
  }

  private void decideTraced(TestCluster kafka, AvroWriter writer) {
    PredictionLog prediction = prediction("traced");
    byte[] wire = writer.write(NAMES.subject("predictions"), prediction);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(NAMES.topic("predictions"), null, wire);
    record.headers().add("traceparent", TRACE.getBytes(UTF_8));
    kafka.send(record);
    send(kafka, writer, "outcomes", click("traced"));
  }

  private static Map<String, String> headers(TestCluster kafka, String topic, String key) {
    Map<String, String> headers = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : kafka.readCommitted(NAMES.topic(topic))) {
      if (new String(record.key(), UTF_8).startsWith(key)) {
        record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
      }
    }
    return headers;
  }

  private void assertLabels(TestCluster kafka, SchemaRegistry registry) {
    AvroReader<LabelledExample> reader = AvroReader.specific(registry, LabelledExample.class);
    List<String> labelled = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        kafka.readCommitted(NAMES.topic("tidemark.labelled"))) {
      LabelledExample example = reader.read(record.value());
      assertThat(example.getLabelValue()).isEqualTo(1.0);
      labelled.add(example.getRequestId());
    }
    assertThat(labelled).as("seed %d", SEED).containsExactlyInAnyOrderElementsOf(clicked);
  }
}
