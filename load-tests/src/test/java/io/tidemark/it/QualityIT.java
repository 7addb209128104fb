package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.LabelledExample;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Quality of a running service that is killed while labels come, change and change back: the last
 * record of each cohort is what the last examples of the topic of labels come to, and what became
 * of every prediction is known.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class QualityIT {
  private static final Namespace NAMES = new Namespace("quality");
  private static final long SEED = 20261201;
  private static final int PARTS = 3;
  private static final int REQUESTS = 2_000;
  private static final Duration COHORT = Duration.ofMinutes(1);
  private static final Duration WINDOW = Duration.ofSeconds(40);
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Pattern FIGURE =
      Pattern.compile("tidemark_quality_predictions\\{model=\"ranker\",state=\"(\\w+)\"} (\\S+)");
  private static final String DEFINITIONS =
      """
      namespace: quality
      models:
        - name: ranker
          predictions: {topic: predictions}
          quality: {cohort: 1m, threshold: 0.25}
          outcomes:
            topic: outcomes
            labels:
              - name: click
                window: 40s
                positive: "outcome == 'click' && (dwell_seconds == null || dwell_seconds >= 3.0)"
                weight: "value == null ? 1.0 : value"
                late_horizon: 10s
                late: correct
              - name: spent
                window: 40s
                emit: eager
                positive: "outcome == 'click'"
                value: {positive: "value == null ? 1.0 : value", timeout: "0.0"}
      """;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Clock clock = Clock.systemUTC();
  private TestCluster kafka;
  private SchemaRegistry registry;
  private AvroWriter writer;

  @Test
  void cohortsAreTheirLastExamplesThroughKills(Stack stack) throws Exception {
    try (TestCluster cluster = new TestCluster(stack.bootstrapServers());
        SchemaRegistry schemas =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess service =
            NAMES
                .service(stack)
                .set("quality.interval", "300ms")
                .set("state.dir", folder.resolve("state").toString())) {
      kafka = cluster;
      registry = schemas;
      writer = new AvroWriter(registry, true);
      NAMES.registerDefaults(registry);
      Path definitions = Files.writeString(folder.resolve("quality.yaml"), NAMES.of(DEFINITIONS));
      service.start(definitions);
      for (int part = 0; part < PARTS; part++) {
        send(REQUESTS * part / PARTS, REQUESTS * (part + 1) / PARTS);
        service.kill();
        service.start(definitions);
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertLaw(service));
      await().atMost(PATIENCE.plus(WINDOW)).untilAsserted(this::assertAllSettled);
      assertCohorts();
      assertLaw(service);
      service.requireAlive();
    }
  }

  private void send(int from, int to) {
    Instant start = clock.instant().minusSeconds(20);
    for (int i = from; i < to; i++) {
      double score = random.nextDouble();
      PredictionLog log =
          PredictionLog.newBuilder()
              .setRequestId("r" + i)
              .setTimestamp(start.plusMillis(i % 1_000))
              .setModel("ranker")
              .setModelVersion(i % 3 == 0 ? "v2" : "v1")
              .setModelScore(score)
              .setExplorationFlag(i % 10 == 0)
              .build();
      post("predictions", log);
      if (random.nextDouble() < score) {
        click(i, start.plusSeconds(2), null);
      }
      int other = from + random.nextInt(i - from + 1);
      if (i % 4 == 0) {
        click(other, start.plusSeconds(3 + i % 7), i % 8 == 0 ? 0.5 : null);
      }
    }
  }

  private void click(int request, Instant at, Double dwellSeconds) {
    OutcomeLog log =
        OutcomeLog.newBuilder()
            .setRequestId("r" + request)
            .setOutcome("click")
            .setOutcomeTimestamp(at)
            .setDwellSeconds(dwellSeconds)
            .setValue(request % 5 == 0 ? null : Double.valueOf(request % 5 * 0.3))
            .build();
    post("outcomes", log);
  }

  private void post(String topic, SpecificRecordBase log) {
    var unused = kafka.post(NAMES.topic(topic), null, writer.write(NAMES.subject(topic), log));
  }

  private void assertLaw(ServiceProcess service) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url("/metrics"))).build();
    HttpResponse<String> page =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    Map<String, Integer> figures = new HashMap<>();
    Matcher lines = FIGURE.matcher(page.body());
    while (lines.find()) {
      figures.put(lines.group(1), (int) Double.parseDouble(lines.group(2)));
    }
    assertThat(figures)
        .as("seed %d", SEED)
        .isEqualTo(Map.of("read", 2 * REQUESTS, "counted", 2 * REQUESTS, "too_old", 0));
  }

  private Collection<QualityMetric> cohorts() {
    AvroReader<QualityMetric> reader = AvroReader.specific(registry, QualityMetric.class);
    Map<String, QualityMetric> newest = new LinkedHashMap<>();
    kafka
        .readCommitted(NAMES.topic("tidemark.quality"))
        .forEach(
            record -> {
              QualityMetric metric = reader.read(record.value());
              newest.put(key(metric), metric);
            });
    return newest.values();
  }

  private static String key(QualityMetric metric) {
    return String.join(
        "|",
        metric.getModelVersion(),
        metric.getLabel(),
        String.valueOf(metric.getExploration()),
        metric.getCohortStart().toString());
  }

  private static String key(LabelledExample example) {
    long startMs =
        example.getPredictionTime().toEpochMilli() / COHORT.toMillis() * COHORT.toMillis();
    return String.join(
        "|",
        example.getModelVersion(),
        example.getLabel(),
        String.valueOf(example.getExplorationFlag()),
        Instant.ofEpochMilli(startMs).toString());
  }

  private void assertAllSettled() {
    Collection<QualityMetric> cohorts = cohorts();
    assertThat(cohorts.stream().mapToLong(QualityMetric::getPredictions).sum())
        .isEqualTo(2 * REQUESTS);
    assertThat(cohorts.stream().mapToLong(QualityMetric::getSettled).sum())
        .as("seed %d", SEED)
        .isEqualTo(2 * REQUESTS);
    assertThat(cohorts)
        .as("over too, which the last may be later")
        .allMatch(QualityMetric::getMature);
  }

  private void assertCohorts() {
    AvroReader<LabelledExample> reader = AvroReader.specific(registry, LabelledExample.class);
    Map<String, LabelledExample> last = new HashMap<>();
    kafka
        .readCommitted(NAMES.topic("tidemark.labelled"))
        .forEach(
            record -> {
              LabelledExample example = reader.read(record.value());
              last.put(example.getRequestId() + "|" + example.getLabel(), example);
            });
    Map<String, List<LabelledExample>> byCohort =
        last.values().stream().collect(Collectors.groupingBy(QualityIT::key));
    assertThat(last).hasSize(2 * REQUESTS);
    Collection<QualityMetric> cohorts = cohorts();
    assertThat(cohorts.stream().map(QualityIT::key))
        .containsExactlyInAnyOrderElementsOf(byCohort.keySet());
    cohorts.forEach(metric -> assertThatEqual(metric, byCohort.get(key(metric))));
  }

  private static void assertThatEqual(QualityMetric metric, List<LabelledExample> examples) {
    List<LabelledExample> weighing = examples.stream().filter(e -> e.getWeight() > 0).toList();
    String what = "seed " + SEED + ", " + metric;
    double weight = 0;
    double squares = 0;
    double absolute = 0;
    for (LabelledExample example : weighing) {
      double error = example.getScore() - example.getLabelValue();
      weight += example.getWeight();
      squares += example.getWeight() * error * error;
      absolute += example.getWeight() * Math.abs(error);
    }
    assertThat(metric.getPredictions()).as(what).isEqualTo(examples.size());
    assertThat(metric.getMature()).as(what).isTrue();
    assertThat(metric.getLabelled()).as(what).isEqualTo(weighing.size());
    if (metric.getLabel().equals("spent")) {
      assertThat(metric.getMae()).as(what).isCloseTo(absolute / weight, within(1e-9));
      assertThat(metric.getRmse()).as(what).isCloseTo(Math.sqrt(squares / weight), within(1e-9));
    } else {
      assertThat(metric.getWeight()).as(what).isCloseTo(weight, within(1e-9));
      assertThat(metric.getBrier()).as(what).isCloseTo(squares / weight, within(1e-9));
      double auc = auc(weighing);
      assertThat(metric.getAuc()).as(what).isCloseTo(auc, within(metric.getAucBound() + 1e-9));
      assertThat(metric.getAuc()).as(what).isCloseTo(auc, within(0.01));
    }
  }

  private static double auc(List<LabelledExample> examples) {
    double wins = 0;
    double pairs = 0;
    for (LabelledExample positive : examples) {
      for (LabelledExample negative : examples) {
        if (positive.getLabelValue() == 1 && negative.getLabelValue() == 0) {
          double weight = positive.getWeight() * negative.getWeight();
          pairs += weight;
          wins += weight * (1 + Math.signum(positive.getScore() - negative.getScore())) / 2;
        }
      }
    }
    return wins / pairs;
  }
}
