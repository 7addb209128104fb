package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.local.Namespace;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Signal;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Labels do not depend on when the service ran: it is paused and killed across the close of
 * windows, and outcomes carry times that are not when they came.
 *
 * <p>{@code -Dtidemark.pending=150000} lets so many predictions wait when it is killed.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class LabelTimesIT {
  private static final Namespace NAMES = new Namespace("label-times");
  private static final List<String> CLICKED =
      List.of("1.0 OUTCOME PROVISIONAL", "1.0 OUTCOME FINAL");
  private static final List<String> SILENT = List.of("0.0 TIMEOUT FINAL");
  private static final int MANY = Integer.getInteger("tidemark.pending", 1_000);

  /** Time enough to send them and half as many clicks. */
  private static final Duration WINDOW = Duration.ofSeconds(6 + MANY / 2_000);

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60).plus(WINDOW);
  private static final String DEFINITIONS =
      """
      namespace: labels
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            labels:
              - {name: click, window: %ds, grace: 1s, positive: "outcome == 'click'"}
      """
          .formatted(WINDOW.toSeconds());

  private static final Pattern JOIN_LABELS =
      Pattern.compile("tidemark_join_labels\\{.*state=\"(\\w+)\".*} (\\S+)");

  @TempDir private Path folder;
  private final Clock clock = Clock.systemUTC();
  private TestCluster kafka;
  private SchemaRegistry registry;
  private ServiceProcess service;
  private AvroWriter writer;
  private Path definitions;

  @BeforeEach
  void start(Stack stack) throws IOException {
    kafka = new TestCluster(stack.bootstrapServers());
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    NAMES.registerDefaults(registry);
    writer = new AvroWriter(registry, true);
    service = NAMES.service(stack);
    definitions = Files.writeString(folder.resolve("labels.yaml"), NAMES.of(DEFINITIONS));
    service.start(definitions);
  }

  @AfterEach
  void stop() {
    service.close();
    registry.close();
    kafka.close();
  }

  @Test
  void labelsDoNotDependOnWhenTheServiceRan() throws Exception {
    outcomesWithOldTimestampsHoldNothingBack();
    outcomeReadAfterAPauseCounts();
    outcomesOfAnOutageCountIfTheyCameInTime();
  }

  private void outcomesWithOldTimestampsHoldNothingBack() {
    predict("quiet", clock.instant());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              outcome("somebody-else", clock.instant(), clock.instant().minusSeconds(3_600));
              return isFinal("quiet");
            });
    // nor smuggle a late one in
    outcome("quiet", clock.instant().minus(WINDOW), clock.instant().minusSeconds(3_600));
  }

  private void outcomeReadAfterAPauseCounts() throws Exception {
    Instant start = clock.instant();
    predict("paused", start);
    Signal.STOP.send(service.pid().orElseThrow());
    outcome("paused", clock.instant(), clock.instant());
    awaitTheEndOfWindowsFrom(start);
    Signal.CONT.send(service.pid().orElseThrow());
    await().atMost(PATIENCE).until(() -> isFinal("paused"));
    assertThat(labels()).containsEntry("paused", CLICKED);
  }

  private void outcomesOfAnOutageCountIfTheyCameInTime() {
    Instant start = clock.instant();
    IntStream.range(0, MANY).forEach(i -> predict("request-" + i, start));
    service.kill();
    IntStream.range(0, MANY / 2)
        .forEach(i -> outcome("request-" + i, clock.instant(), clock.instant()));
    assertThat(clock.instant()).as("clicks sent in time").isBefore(start.plus(WINDOW));
    awaitTheEndOfWindowsFrom(start);
    IntStream.range(MANY / 2, MANY)
        .forEach(i -> outcome("request-" + i, start.plusMillis(1), clock.instant()));
    service.start(definitions);
    await()
        .atMost(PATIENCE)
        .until(() -> labels().values().stream().filter(LabelTimesIT::isFinal).count() >= MANY + 2);
    Map<String, List<String>> labels = labels();
    assertThat(labels).containsEntry("quiet", SILENT);
    for (int i = 0; i < MANY; i++) {
      assertThat(labels).containsEntry("request-" + i, i < MANY / 2 ? CLICKED : SILENT);
    }
    await().atMost(PATIENCE).untilAsserted(this::requireTheLaw);
  }

  /** The process that counted most of them is gone. */
  private void requireTheLaw() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url("/metrics"))).build();
    HttpResponse<String> page =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    Map<String, Integer> told = new HashMap<>();
    Matcher lines = JOIN_LABELS.matcher(page.body());
    while (lines.find()) {
      told.put(lines.group(1), (int) Double.parseDouble(lines.group(2)));
    }
    int clicked = MANY / 2 + 1;
    assertThat(told)
        .isEqualTo(
            Map.of(
                "opened",
                MANY + 2,
                "joined",
                clicked,
                "timed_out",
                MANY + 2 - clicked,
                "unlabelled",
                0,
                "erased",
                0,
                "pending",
                0));
  }

  private boolean isFinal(String request) {
    return isFinal(labels().getOrDefault(request, List.of()));
  }

  private static boolean isFinal(List<String> said) {
    return !said.isEmpty() && said.get(said.size() - 1).endsWith("FINAL");
  }

  private void awaitTheEndOfWindowsFrom(Instant start) {
    Instant end = start.plus(WINDOW).plus(GRACE).plusMillis(500);
    await().atMost(PATIENCE).until(() -> clock.instant().isAfter(end));
  }

  private void predict(String request, Instant time) {
    PredictionLog log =
        PredictionLog.newBuilder()
            .setRequestId(request)
            .setTimestamp(time)
            .setModel("ranker")
            .setModelVersion("v1")
            .setModelScore(0.5)
            .build();
    kafka.post(NAMES.topic("predictions"), null, writer.write(NAMES.subject("predictions"), log));
  }

  private void outcome(String request, Instant time, Instant stamp) {
    OutcomeLog log =
        OutcomeLog.newBuilder()
            .setRequestId(request)
            .setOutcome("click")
            .setOutcomeTimestamp(time)
            .build();
    byte[] value = writer.write(NAMES.subject("outcomes"), log);
    kafka.post(
        new ProducerRecord<>(
            NAMES.topic("outcomes"), null, stamp.toEpochMilli(), request.getBytes(UTF_8), value));
  }

  /** What was said of each request, in order. */
  private Map<String, List<String>> labels() {
    AvroReader<LabelledExample> reader = AvroReader.specific(registry, LabelledExample.class);
    return kafka.readCommitted(NAMES.topic("tidemark.labelled")).stream()
        .map(record -> reader.read(record.value()))
        .collect(
            groupingBy(
                LabelledExample::getRequestId,
                mapping(
                    e -> e.getLabelValue() + " " + e.getResolution() + " " + e.getMaturity(),
                    toList())));
  }
}
