package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.DriftAlert;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month of predictions over four partitions, repeats and strangers among them, and {@code kill
 * -9} again and again: what was read has become exactly one thing, the windows hold every
 * prediction once, and an episode of drift is told once.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class DriftCrashIT {
  private static final Namespace NAMES = new Namespace("drift-kill");
  private static final long SEED = 20260301;
  private static final int PREDICTIONS = 172_756;
  private static final int KILLS = 4;
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Pattern FIGURE =
      Pattern.compile("tidemark_drift_predictions\\{model=\"(\\w+)\",state=\"(\\w+)\"} (\\S+)");
  private static final String DEFINITIONS =
      """
      namespace: drift
      clock: wall
      models:
        - name: ranker
          predictions: {topic: predictions}
          drift:
            windows: [1h, 30d]
            baseline: {file: first.json}
            overdispersion: 1
            episodes: {alerts: 1, of: 1}
      """;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Instant start = Clock.systemUTC().instant();
  private final HttpClient http = HttpClient.newHttpClient();
  private int distinct;
  private int repeats;
  private int strangers;
  private int late;

  @Test
  void everyPredictionCountsOnceThroughKills(Stack stack) throws Exception {
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess service =
            NAMES
                .service(stack)
                .set("topics.partitions", String.valueOf(PARTITIONS))
                .set("state.dir", folder.resolve("state").toString())) {
      NAMES.register(registry, "predictions", PredictionLog.getClassSchema());
      Path definitions = Files.writeString(folder.resolve("drift.yaml"), NAMES.of(DEFINITIONS));
      baseline(service, 10, List.of("--output", folder.resolve("first.json").toString()));
      baseline(service, 20, List.of());
      service.start(definitions);
      AvroWriter writer = new AvroWriter(registry, true);
      for (int part = 0; part < KILLS; part++) {
        send(kafka, writer, PREDICTIONS * part / KILLS, PREDICTIONS * (part + 1) / KILLS);
        service.kill();
        service.start(definitions);
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertLaw(service));
      await().atMost(PATIENCE).untilAsserted(() -> assertMonth(kafka, registry));
      service.kill();
      service.start(definitions);
      await().atMost(PATIENCE).untilAsserted(() -> assertLaw(service));
      await().atMost(PATIENCE).untilAsserted(() -> assertEpisode(kafka, registry, service));
      service.requireAlive();
    }
  }

  /** The later one is on the topic: the file that the model names must not come before it again. */
  private void baseline(ServiceProcess service, int devices, List<String> to) throws IOException {
    StringBuilder rows = new StringBuilder("device,price\n");
    for (int i = 0; i < 400; i++) {
      rows.append("device-").append(i % devices).append(',').append(i * 0.37 % 1).append('\n');
    }
    Path file = Files.writeString(folder.resolve("rows.csv"), rows);
    List<String> arguments =
        new ArrayList<>(
            List.of("--input", file.toString(), "--model", "ranker", "--model-version", "v1"));
    arguments.addAll(to);
    service.command("baseline", arguments);
  }

  private void send(TestCluster kafka, AvroWriter writer, int from, int to) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int number = from; number < to; number++) {
      sent.add(post(kafka, writer, next(number), number));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }

  /** Spread over the month in the order of time, but for some that are older than it. */
  private PredictionLog next(int number) {
    long ageMs = MONTH.toMillis() - MONTH.toMillis() * number / PREDICTIONS;
    PredictionLog log = prediction("r" + number, start.minusMillis(Math.max(60_000, ageMs)));
    if (number % 997 == 0) {
      log.setModel("nobody's");
      strangers++;
    } else if (number % 499 == 0) {
      log.setTimestamp(start.minus(MONTH).minus(Duration.ofDays(2)));
      late++;
    } else {
      distinct++;
    }
    return log;
  }

  private PredictionLog prediction(String request, Instant at) {
    return PredictionLog.newBuilder()
        .setRequestId(request)
        .setTimestamp(at)
        .setModel("ranker")
        .setModelVersion("v1")
        .setModelScore(random.nextDouble())
        .setRawFeatures(
            Map.of(
                "device", "device-" + random.nextInt(20), "price", 0.5 + random.nextDouble() / 2))
        .build();
  }

  /** Some are sent twice, which then goes to the same partition as the first. */
  private Future<RecordMetadata> post(
      TestCluster kafka, AvroWriter writer, PredictionLog log, int number) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            NAMES.topic("predictions"),
            number % PARTITIONS,
            null,
            writer.write(NAMES.subject("predictions"), log));
    boolean counts = number % 997 != 0 && number % 499 != 0;
    if (counts && number % 101 == 0) {
      kafka.post(record);
      repeats++;
    }
    return kafka.post(record);
  }

  private void assertLaw(ServiceProcess service) throws Exception {
    Map<String, Long> figures = figures(service);
    assertThat(figures)
        .as("seed %d", SEED)
        .containsEntry("ranker read", (long) distinct + repeats + late)
        .containsEntry("ranker counted", (long) distinct)
        .containsEntry("ranker duplicate", (long) repeats)
        .containsEntry("ranker late", (long) late)
        .containsEntry("ranker other_bins", 0L)
        .containsEntry("other read", (long) strangers)
        .containsEntry("other no_model", (long) strangers);
  }

  private Map<String, Long> figures(ServiceProcess service) throws Exception {
    String page = metrics(service);
    Map<String, Long> figures = new HashMap<>();
    Matcher found = FIGURE.matcher(page);
    while (found.find()) {
      figures.put(found.group(1) + " " + found.group(2), (long) Double.parseDouble(found.group(3)));
    }
    return figures;
  }

  private String metrics(ServiceProcess service) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url("/metrics"))).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Prices are others than the baseline's from the first prediction on, and devices are not. */
  private void assertEpisode(TestCluster kafka, SchemaRegistry registry, ServiceProcess service)
      throws Exception {
    AvroReader<DriftAlert> reader = AvroReader.specific(registry, DriftAlert.class);
    List<String> moves = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        kafka.readCommitted(NAMES.topic("tidemark.alerts"))) {
      DriftAlert alert = reader.read(record.value());
      assertThat(new String(record.key(), UTF_8) + "|" + alert.getFirstSeen().toEpochMilli())
          .isEqualTo(alert.getEpisodeId());
      assertThat(alert.getFeature()).isEqualTo("price");
      moves.add(alert.getWindow() + " " + alert.getState());
    }
    assertThat(moves).doesNotHaveDuplicates().contains("30d OPENED");
    assertThat(metrics(service))
        .containsPattern("tidemark_drift_episode\\{feature=\"price\",[^}]*window=\"30d\"} 2\\.0")
        .containsPattern("tidemark_drift_episode\\{feature=\"device\",[^}]*window=\"30d\"} 0\\.0");
  }

  /** The test takes minutes at most, and a window of a month begins up to an hour early. */
  private void assertMonth(TestCluster kafka, SchemaRegistry registry) {
    AvroReader<DriftMetric> reader = AvroReader.specific(registry, DriftMetric.class);
    Map<String, Long> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        kafka.readCommitted(NAMES.topic("tidemark.drift"))) {
      DriftMetric metric = reader.read(record.value());
      newest.put(metric.getWindow() + " " + metric.getFeature(), metric.getCurrentCount());
      if (metric.getPsi() != null) {
        assertThat(RecomputedPsi.of(metric))
            .as("PSI of %s, from the record alone", metric)
            .isCloseTo(metric.getPsi(), offset(1e-12));
      }
    }
    assertThat(newest.get("30d device"))
        .as("seed %d: less what has left the month meanwhile", SEED)
        .isBetween((long) distinct - PREDICTIONS / (30 * 24), (long) distinct);
  }
}
