package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
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
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two instances share the requests, and whichever is asked says why the labels of one are so. */
@ExtendWith(SharedStackExtension.class)
@Order(6)
class LabelExplainIT {
  private static final Namespace NAMES = new Namespace("label-explain");
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int REQUESTS = 24;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String DEFINITIONS =
      """
      namespace: label-explain
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            skew: 0s
            labels:
              - {name: click, window: 1h, positive: "outcome == 'click'", weight: value}
              - {name: seen, window: 1s, positive: "outcome == 'view'"}
      """;

  @TempDir private Path folder;
  private final Instant start = Clock.systemUTC().instant();
  private TestCluster kafka;
  private SchemaRegistry registry;
  private AvroWriter writer;
  private ServiceProcess first;
  private ServiceProcess second;

  @BeforeEach
  void start(Stack stack) throws IOException {
    kafka = new TestCluster(stack.bootstrapServers());
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
    NAMES.registerDefaults(registry);
    writer = new AvroWriter(registry, true);
    Path definitions = Files.writeString(folder.resolve("l.yaml"), NAMES.of(DEFINITIONS));
    first = NAMES.service(stack).set("state.dir", folder.resolve("first").toString());
    second = NAMES.service(stack).set("state.dir", folder.resolve("second").toString());
    first.start(definitions);
    second.start(definitions);
  }

  @AfterEach
  void stop() {
    second.close();
    first.close();
    registry.close();
    kafka.close();
  }

  @Test
  void whoeverIsAskedSaysWhyTheLabelsOfARequestAreSo() throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      predict("r" + i);
      outcome("r" + i, "click", i * 1.5, start.plusMillis(2));
      outcome("r" + i, "click", 9.0, start.minusMillis(1));
    }
    outcome("early", "click", 1.0, start);
    await().atMost(PATIENCE).untilAsserted(this::everyRequestIsExplained);
    Set<String> holders = new HashSet<>();
    for (int i = 0; i < REQUESTS; i++) {
      JsonNode atFirst = json(first, "ranker/r" + i);
      assertThat(json(second, "ranker/r" + i)).isEqualTo(atFirst);
      holders.add(atFirst.at("/held_by/instance").asText());
    }
    assertThat(holders).as("each was asked for what the other has").hasSize(2);

    await().atMost(PATIENCE).until(() -> behindSeconds("inputs") < 5);
    await().atMost(PATIENCE).until(() -> behindSeconds("labels") < 5);

    JsonNode waiting = json(second, "ranker/early");
    assertThat(waiting.path("state").asText()).isEqualTo("waiting");
    assertThat(waiting.at("/outcomes/0/expires_at").asLong())
        .isGreaterThan(start.plus(Duration.ofHours(23)).toEpochMilli());
    for (String unknown : List.of("ranker/nothing", "nobody/r1")) {
      assertThat(get(first, unknown).statusCode()).isEqualTo(404);
      assertThat(get(first, unknown).body()).contains("unknown_request", unknown);
    }
    first.command("explain", List.of("label", "ranker", "r7", "--url", second.url("")));
    assertThat(Files.readString(first.log("explain")))
        .contains("ranker r7 is open", "click is open: 1.0, weighs 10.5", "in window: is positive");
  }

  private void everyRequestIsExplained() throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      JsonNode reply = json(first, "ranker/r" + i);
      assertThat(reply.at("/prediction/time").asLong()).isEqualTo(start.toEpochMilli());
      JsonNode click = reply.at("/labels/0");
      assertThat(click.path("name").asText()).isEqualTo("click");
      assertThat(click.path("phase").asText()).isEqualTo("open");
      assertThat(click.path("value").asDouble()).isEqualTo(1.0);
      assertThat(click.path("weight").asDouble()).isEqualTo(i * 1.5);
      assertThat(click.path("closes_at").asLong())
          .isEqualTo(start.plus(Duration.ofHours(1)).toEpochMilli() + 1);
      assertThat(reply.path("labels")).as("the other has closed").hasSize(1);
      assertThat(reply.path("outcomes")).as("one was before the window").hasSize(1);
      assertThat(reply.at("/outcomes/0/counts/click").asText()).isEqualTo("in_window");
      assertThat(reply.at("/outcomes/0/says/click/weight").asDouble()).isEqualTo(i * 1.5);
    }
  }

  private static JsonNode json(ServiceProcess process, String request) throws Exception {
    HttpResponse<String> reply = get(process, request);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return new ObjectMapper().readTree(reply.body());
  }

  private static HttpResponse<String> get(ServiceProcess process, String request)
      throws IOException, InterruptedException {
    URI uri = URI.create(process.url("/v1/labels/" + request));
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** Of the first one's tasks. */
  private double behindSeconds(String stage) throws IOException, InterruptedException {
    String series = "tidemark_join_behind_seconds{model=\"ranker\",stage=\"%s\"} ".formatted(stage);
    URI uri = URI.create(first.url("/metrics"));
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElse(Double.MAX_VALUE);
  }

  private void predict(String request) {
    PredictionLog log =
        PredictionLog.newBuilder()
            .setRequestId(request)
            .setTimestamp(start)
            .setModel("ranker")
            .setModelVersion("v1")
            .build();
    kafka.send(NAMES.topic("predictions"), null, writer.write(NAMES.subject("predictions"), log));
  }

  private void outcome(String request, String what, double value, Instant time) {
    OutcomeLog log =
        OutcomeLog.newBuilder()
            .setRequestId(request)
            .setOutcome(what)
            .setValue(value)
            .setOutcomeTimestamp(time)
            .build();
    kafka.send(NAMES.topic("outcomes"), null, writer.write(NAMES.subject("outcomes"), log));
  }
}
