package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.AlertRule;
import io.tidemark.avro.AlertState;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.QualityMetric;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Outcomes of a running service stop and come again, and scores go bad, while it is killed: one
 * outage that opens and closes, one episode of quality, and nothing twice.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class LabelOutageIT {
  private static final Namespace NAMES = new Namespace("label-outage");
  private static final long SEED = 20261201;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String DEFINITIONS =
      """
      namespace: label-outage
      models:
        - name: ranker
          predictions: {topic: predictions}
          quality:
            cohort: 1m
            alarms: {auc: {min: 0.7}, labels: 100, alerts: 1, of: 1, calm: 1}
          outcomes:
            topic: outcomes
            hold: 1m
            labels:
              - name: click
                window: 20s
                grace: 3s
                positive: "outcome == 'click'"
                negative: "outcome == 'skip'"
      """;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Clock clock = Clock.systemUTC();
  private final HttpClient http = HttpClient.newHttpClient();
  private TestCluster kafka;
  private SchemaRegistry registry;
  private AvroWriter writer;
  private ServiceProcess service;
  private ScheduledExecutorService producers;
  private volatile boolean lost;
  private int requests;

  @Test
  void outcomesStopAndScoresGoBadThroughKills(Stack stack) throws Exception {
    producers = Executors.newScheduledThreadPool(2);
    try (TestCluster cluster = new TestCluster(stack.bootstrapServers());
        SchemaRegistry schemas =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess process =
            NAMES
                .service(stack)
                .set("quality.interval", "300ms")
                .set("state.dir", folder.resolve("state").toString())) {
      kafka = cluster;
      registry = schemas;
      service = process;
      writer = new AvroWriter(registry, true);
      NAMES.registerDefaults(registry);
      Path definitions = Files.writeString(folder.resolve("outage.yaml"), NAMES.of(DEFINITIONS));
      service.start(definitions);
      var unused = producers.scheduleAtFixedRate(this::predict, 0, 25, TimeUnit.MILLISECONDS);
      await().atMost(PATIENCE).until(() -> summary().contains("\"state\":\"none\""));
      outcomesStop(definitions);
      scoresGoBad(definitions);
      assertUntouchedElsewhere();
      service.requireAlive();
    } finally {
      producers.shutdownNow();
    }
  }

  private void outcomesStop(Path definitions) throws Exception {
    lost = true;
    await().atMost(PATIENCE).until(() -> alerts().size() == 1);
    assertThat(summary()).contains("\"state\":\"open\"");
    service.kill();
    service.start(definitions);
    await().atMost(PATIENCE).until(() -> summary().contains("\"state\":\"open\""));
    lost = false;
    await().atMost(PATIENCE).until(() -> alerts().size() == 2);
    assertThat(alerts()).extracting(DriftAlert::getRule).containsOnly(AlertRule.LABEL_OUTAGE);
    assertThat(alerts())
        .extracting(DriftAlert::getState)
        .containsExactly(AlertState.OPENED, AlertState.CLOSED);
    assertThat(alerts().get(0).getEpisodeId()).isEqualTo(alerts().get(1).getEpisodeId());
    assertThat(summary()).contains("\"past_outages\":[{");
  }

  private void scoresGoBad(Path definitions) throws Exception {
    Instant before = clock.instant().minus(Duration.ofMinutes(10));
    for (int i = 0; i < 300; i++) {
      double score = (i + 0.5) / 300;
      String id = "bad" + i;
      outcome(id, i % 2 == 0 == score < 0.5 ? "click" : "skip", before.plusMillis(500));
      post("predictions", prediction(id, "v2", score, before));
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(alerts()).as(what()).hasSize(3));
    DriftAlert bad = alerts().get(2);
    assertThat(bad.getRule()).isEqualTo(AlertRule.QUALITY);
    assertThat(bad.getState()).isEqualTo(AlertState.OPENED);
    assertThat(bad.getModelVersion()).isEqualTo("v2");
    assertThat(bad.getMetric()).isEqualTo("auc");
    assertThat(bad.getValue()).isLessThan(0.7);
    service.kill();
    service.start(definitions);
    await().atMost(PATIENCE).until(this::showsTheEpisode);
    assertThat(alerts()).as("seed %d", SEED).hasSize(3);
  }

  /** For whoever has to find out why. */
  private String what() throws Exception {
    AvroReader<QualityMetric> reader = AvroReader.specific(registry, QualityMetric.class);
    List<QualityMetric> bad =
        kafka.readCommitted(NAMES.topic("tidemark.quality")).stream()
            .map(record -> reader.read(record.value()))
            .filter(metric -> metric.getModelVersion().equals("v2"))
            .toList();
    return "seed %d, cohorts %s, %s".formatted(SEED, bad, summary());
  }

  private boolean showsTheEpisode() throws Exception {
    return get("/metrics")
        .lines()
        .anyMatch(
            line ->
                line.startsWith("tidemark_quality_episode{")
                    && line.contains("version=\"v2\"")
                    && line.endsWith(" 2.0"));
  }

  /** What the outage has touched is said of its cohorts, and of no other. */
  private void assertUntouchedElsewhere() {
    DriftAlert closed = alerts().get(1);
    AvroReader<QualityMetric> reader = AvroReader.specific(registry, QualityMetric.class);
    List<QualityMetric> all =
        kafka.readCommitted(NAMES.topic("tidemark.quality")).stream()
            .map(record -> reader.read(record.value()))
            .toList();
    assertThat(all).anyMatch(QualityMetric::getTainted);
    assertThat(all)
        .filteredOn(QualityMetric::getTainted)
        .allMatch(metric -> metric.getCohortStart().isBefore(closed.getUntil()))
        .allMatch(metric -> metric.getModelVersion().equals("v1"));
  }

  private String summary() throws Exception {
    return get("/v1/labels/ranker");
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url(path))).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private List<DriftAlert> alerts() {
    AvroReader<DriftAlert> reader = AvroReader.specific(registry, DriftAlert.class);
    return kafka.readCommitted(NAMES.topic("tidemark.alerts")).stream()
        .map(record -> reader.read(record.value()))
        .toList();
  }

  private void predict() {
    double score = random.nextDouble();
    String id = "r" + requests++;
    post("predictions", prediction(id, "v1", score, clock.instant()));
    if (random.nextDouble() < score) {
      var unused =
          producers.schedule(() -> arrive(id), 300 + random.nextInt(1_500), TimeUnit.MILLISECONDS);
    }
  }

  private void arrive(String id) {
    if (!lost) {
      outcome(id, "click", clock.instant());
    }
  }

  private void outcome(String id, String kind, Instant at) {
    post(
        "outcomes",
        OutcomeLog.newBuilder().setRequestId(id).setOutcome(kind).setOutcomeTimestamp(at).build());
  }

  private static PredictionLog prediction(String id, String version, double score, Instant at) {
    return PredictionLog.newBuilder()
        .setRequestId(id)
        .setTimestamp(at)
        .setModel("ranker")
        .setModelVersion(version)
        .setModelScore(score)
        .build();
  }

  private void post(String topic, SpecificRecordBase log) {
    var unused = kafka.post(NAMES.topic(topic), null, writer.write(NAMES.subject(topic), log));
  }
}
