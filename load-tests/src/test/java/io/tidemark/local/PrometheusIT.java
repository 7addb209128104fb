package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our rules by Prometheus' own tool, and by a real Prometheus that scrapes a service whose Redis is
 * frozen and which is killed. CI builds both; elsewhere they are used where they are on the path.
 */
@Order(1) // they are compiled first, and that takes minutes
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PrometheusIT {
  private static final Logger LOG = LoggerFactory.getLogger(PrometheusIT.class);
  private static final Path MONITORING = BuiltFiles.repository().resolve("monitoring");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LIMIT_SECONDS = 60;
  private static final int REQUESTS = 1_000;
  private static final int LABELS = 2;

  @TempDir private static Path folder;
  private static Path binaries;
  private static LocalStack stack;
  private static ServiceProcess service;
  private static Path definitions;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start() throws Exception {
    binaries = binaries();
    stack = LocalStack.start(StackOptions.onFreePorts(), LOG::info);
    service =
        new ServiceProcess(stack, "prometheus-it")
            .set("redis.timeout", "500ms")
            .set("quality.interval", "300ms");
    try (SchemaRegistry registry =
        SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()))) {
      AvroWriter.register(registry, "user-events-value", UserEvent.getClassSchema());
      AvroWriter.register(registry, "predictions-value", PredictionLog.getClassSchema());
      AvroWriter.register(registry, "outcomes-value", OutcomeLog.getClassSchema());
      definitions = definitions();
      service.start(definitions);
      send(registry);
    }
    String target = URI.create(service.url("/")).getAuthority();
    prometheus = new PrometheusServer(binaries.resolve("prometheus"), folder, target);
  }

  private static Path definitions() throws IOException {
    StringBuilder rows = new StringBuilder("price\n");
    for (int i = 0; i < REQUESTS; i++) {
      rows.append(i % 97 / 97.0).append('\n');
    }
    Path input = Files.writeString(folder.resolve("rows.csv"), rows);
    Path output = folder.resolve("baseline.json");
    service.command(
        "baseline",
        List.of(
            "--input",
            input.toString(),
            "--model",
            "ranker",
            "--model-version",
            "v1",
            "--output",
            output.toString()));
    Path source = BuiltFiles.repository().resolve("load-tests/src/test/resources/dashboards.yaml");
    return Files.copy(source, folder.resolve("dashboards.yaml"));
  }

  private static Path binaries() {
    if (!"true".equals(System.getenv("CI"))) {
      for (String place : System.getenv("PATH").split(File.pathSeparator)) {
        Path here = Path.of(place);
        if (Files.exists(here.resolve("promtool")) && Files.exists(here.resolve("prometheus"))) {
          return here;
        }
      }
      ClientPackages.requireOrSkip(
          Optional.of("promtool and prometheus on the path, or CI=true to build them"));
    }
    return ClientPackages.PROMETHEUS.require();
  }

  private static void send(SchemaRegistry registry) {
    AvroWriter writer = new AvroWriter(registry, true);
    Clock clock = Clock.systemUTC();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < REQUESTS; i++) {
        send(producer, writer, "user-events", event(i, clock));
        send(producer, writer, "predictions", prediction(i, clock));
        if (i % 3 == 0) {
          send(producer, writer, "outcomes", outcome(i, clock));
        }
      }
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      AvroWriter writer,
      String topic,
      IndexedRecord record) {
    producer.send(new ProducerRecord<>(topic, writer.write(topic + "-value", record)));
  }

  private static UserEvent event(int i, Clock clock) {
    return UserEvent.newBuilder()
        .setEventId("e" + i)
        .setUserId("u" + i % 50)
        .setItemId("i")
        .setEventType("view")
        .setOccurredAt(clock.instant())
        .build();
  }

  private static PredictionLog prediction(int i, Clock clock) {
    return PredictionLog.newBuilder()
        .setRequestId("r" + i)
        .setTimestamp(clock.instant())
        .setModel("ranker")
        .setModelVersion("v1")
        .setModelScore(i % 10 / 10.0)
        .setRawFeatures(Map.of("price", i % 89 / 89.0))
        .build();
  }

  private static OutcomeLog outcome(int i, Clock clock) {
    return OutcomeLog.newBuilder()
        .setRequestId("r" + i)
        .setOutcomeTimestamp(clock.instant())
        .setOutcome("click")
        .build();
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable part : new AutoCloseable[] {prometheus, service, stack}) {
      close(part);
    }
  }

  private static void close(AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      LOG.warn("not closed", e);
    }
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(binaries.resolve("promtool").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(MONITORING.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  @Test
  @Order(1)
  void everyAlertFiresWhenItShouldAndNotBefore() throws Exception {
    promtool("check", "rules", "src/main/prometheus/alerts.yml");
    promtool("check", "config", "--syntax-only", "src/main/prometheus/prometheus.yml");
    promtool("test", "rules", "src/test/prometheus/alerts-test.yml");
  }

  @Test
  @Order(2)
  void everyRuleIsEvaluatedAndTheCountsAddUp() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(prometheus.rules())
                  .hasSizeGreaterThan(20)
                  .allMatch(rule -> rule.endsWith(" ok"));
              assertThat(prometheus.query("sum(tidemark_join_labels{state=\"opened\"})"))
                  .containsExactly("{} " + REQUESTS * LABELS);
              assertThat(prometheus.query("tidemark:join_labels:unaccounted"))
                  .isNotEmpty()
                  .allMatch(sample -> sample.endsWith(" 0"));
              assertThat(prometheus.query("tidemark:drift_predictions:unaccounted"))
                  .isNotEmpty()
                  .allMatch(sample -> sample.endsWith(" 0"));
            });
  }

  /** A panel that finds nothing is one whose meter, label or rule is not what it takes it for. */
  @Test
  @Order(3)
  void everyPanelOfEveryDashboardFindsSomething() throws Exception {
    List<String> queries =
        DashboardFiles.queries(MONITORING.resolve("src/main/grafana/dashboards"));
    assertThat(queries).hasSizeGreaterThan(80);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(queries.stream().filter(q -> prometheus.query(q).isEmpty()).toList())
                    .as("queries that find nothing")
                    .isEmpty());
  }

  @Test
  @Order(4)
  void frozenRedisFiresAndIsOverWhenItIs() {
    await().atMost(PATIENCE).until(() -> !fires("TidemarkNotReady"));
    long redis = stack.redis().process().pid();
    Signal.STOP.send(redis);
    try {
      await().atMost(PATIENCE).until(() -> fires("TidemarkNotReady", "\"check\":\"redis\""));
    } finally {
      Signal.CONT.send(redis);
    }
    await().atMost(PATIENCE).until(() -> !fires("TidemarkNotReady"));
  }

  @Test
  @Order(5)
  void killedServiceFiresAndIsOverWhenItIsBack() {
    service.kill();
    await().atMost(PATIENCE).until(() -> fires("TidemarkDown"));
    service.start(definitions);
    await().atMost(PATIENCE).until(() -> !fires("TidemarkDown"));
  }

  private static boolean fires(String alert, String... labels) {
    return prometheus.firing().stream()
        .filter(one -> one.startsWith(alert + " "))
        .anyMatch(one -> List.of(labels).stream().allMatch(one::contains));
  }
}
