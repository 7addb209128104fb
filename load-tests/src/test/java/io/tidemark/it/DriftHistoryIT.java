package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.avro.DriftMetric;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half a day of predictions in one partition, a tenth of them late, the first of a wrong year and
 * more wrong years among them: a service that is killed three times on the way says of drift what
 * one says that is left alone, record for record and in the same order; and what it answers about
 * the past is what it said.
 */
@ExtendWith(SharedStackExtension.class)
@Order(15)
class DriftHistoryIT {
  private static final long SEED = 20261130;
  private static final int PREDICTIONS = 2_400;
  private static final int PARTS = 4;
  private static final Duration SPAN = Duration.ofHours(12);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Instant BEGIN = Instant.parse("2011-03-01T12:00:00Z");
  private static final String DEFINITIONS =
      """
      namespace: drift
      clock: stream
      models:
        - name: ranker
          predictions: {topic: predictions}
          drift:
            windows: [15m, 3h]
            baseline: {file: first.json}
      """;

  @TempDir private Path folder;

  @Test
  void killsChangeNoRecord(Stack stack) throws Exception {
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()))) {
      List<String> quiet = history(stack, kafka, registry, new Namespace("left-alone"), 0);
      List<String> killed = history(stack, kafka, registry, new Namespace("killed"), PARTS - 1);
      assertThat(quiet.size()).as("seed %d", SEED).isGreaterThan(1_400);
      for (int i = 0; i < Math.min(quiet.size(), killed.size()); i++) {
        assertThat(killed.get(i)).as("seed %d: record %d", SEED, i).isEqualTo(quiet.get(i));
      }
      assertThat(killed.size()).as("seed %d", SEED).isEqualTo(quiet.size());
    }
  }

  /** The records of drift of one service, in their order. */
  private List<String> history(
      Stack stack, TestCluster kafka, SchemaRegistry registry, Namespace names, int kills)
      throws Exception {
    Path home = Files.createDirectory(folder.resolve(names.name()));
    try (ServiceProcess service = names.service(stack).set("topics.partitions", "1")) {
      service.set("state.dir", home.resolve("state").toString());
      names.register(registry, "predictions", PredictionLog.getClassSchema());
      Path definitions = Files.writeString(home.resolve("drift.yaml"), names.of(DEFINITIONS));
      baseline(service, home);
      service.start(definitions);
      AvroWriter writer = new AvroWriter(registry, true);
      List<PredictionLog> all = predictions();
      for (int part = 0; part < PARTS; part++) {
        send(
            kafka,
            names,
            writer,
            all.subList(PREDICTIONS * part / PARTS, PREDICTIONS * (part + 1) / PARTS));
        if (part < kills) {
          service.kill();
          service.start(definitions);
        }
      }
      service.command("end-of-input", List.of());
      await()
          .atMost(PATIENCE)
          .until(() -> said(kafka, registry, names).stream().anyMatch(this::isOfTheLastMinute));
      List<DriftMetric> said = said(kafka, registry, names);
      await().atMost(PATIENCE).untilAsserted(() -> assertPast(service, said));
      return said.stream().map(DriftMetric::toString).toList();
    }
  }

  private static void baseline(ServiceProcess service, Path home) throws IOException {
    StringBuilder rows = new StringBuilder("device\n");
    for (int i = 0; i < 400; i++) {
      rows.append("device-").append(i % 5).append('\n');
    }
    Path file = Files.writeString(home.resolve("rows.csv"), rows);
    service.command(
        "baseline",
        List.of(
            "--input",
            file.toString(),
            "--model",
            "ranker",
            "--model-version",
            "v1",
            "--output",
            home.resolve("first.json").toString()));
  }

  private static List<PredictionLog> predictions() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<PredictionLog> all = new ArrayList<>();
    for (int i = 0; i < PREDICTIONS; i++) {
      Duration after = SPAN.multipliedBy(i + 1).dividedBy(PREDICTIONS);
      Duration late = random.nextInt(10) == 0 ? Duration.ofMinutes(7) : Duration.ZERO;
      boolean wrongYear = i == 0 || random.nextInt(200) == 0;
      Instant at = wrongYear ? BEGIN.plus(Duration.ofDays(3_650 + i)) : BEGIN.plus(after);
      all.add(
          PredictionLog.newBuilder()
              .setRequestId("r" + i)
              .setTimestamp(at.minus(late))
              .setModel("ranker")
              .setModelVersion("v1")
              .setModelScore(random.nextDouble())
              .setRawFeatures(Map.of("device", "device-" + random.nextInt(6)))
              .build());
    }
    return all;
  }

  private static void send(
      TestCluster kafka, Namespace names, AvroWriter writer, List<PredictionLog> logs)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (PredictionLog log : logs) {
      byte[] value = writer.write(names.subject("predictions"), log);
      sent.add(kafka.post(names.topic("predictions"), null, value));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }

  private static List<DriftMetric> said(
      TestCluster kafka, SchemaRegistry registry, Namespace names) {
    AvroReader<DriftMetric> reader = AvroReader.specific(registry, DriftMetric.class);
    return kafka.readCommitted(names.topic("tidemark.drift")).stream()
        .map(record -> reader.read(record.value()))
        .toList();
  }

  /** Whoever is asked tells of each minute of a series the newest word, and all of that. */
  private static void assertPast(ServiceProcess service, List<DriftMetric> said) throws Exception {
    Map<String, String> newest = new TreeMap<>();
    said.forEach(metric -> newest.put(place(metric), figures(metric)));
    Map<String, String> told = new TreeMap<>();
    String after = "";
    do {
      JsonNode page = json(service.url("/v1/drift?bins=true&limit=700" + after));
      page.get("drift").forEach(metric -> told.put(place(metric), figures(metric)));
      after = page.get("next").isNull() ? "" : "&after=" + page.get("next").asText();
    } while (!after.isEmpty());
    assertThat(told).as("seed %d", SEED).isEqualTo(newest);
  }

  private static JsonNode json(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    HttpResponse<String> reply =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return new ObjectMapper().readTree(reply.body());
  }

  private static String place(DriftMetric metric) {
    return metric.getFeature() + " " + metric.getWindow() + " " + metric.getWindowEnd();
  }

  private static String place(JsonNode metric) {
    return text(metric, "feature")
        + " "
        + text(metric, "window")
        + " "
        + text(metric, "window_end");
  }

  private static String figures(DriftMetric metric) {
    return "%s %s %d %s"
        .formatted(
            metric.getStatus(),
            metric.getPsi(),
            metric.getRevision(),
            metric.getBins().stream().map(bin -> bin.getBin() + bin.getCurrentCount()).toList());
  }

  private static String figures(JsonNode metric) {
    List<String> bins = new ArrayList<>();
    metric.get("bins").forEach(bin -> bins.add(text(bin, "bin") + text(bin, "current_count")));
    return "%s %s %s %s"
        .formatted(text(metric, "status"), text(metric, "psi"), text(metric, "revision"), bins);
  }

  private static String text(JsonNode record, String field) {
    return record.get(field).asText();
  }

  private boolean isOfTheLastMinute(DriftMetric metric) {
    return metric.getWindowEnd().isAfter(BEGIN.plus(SPAN));
  }
}
