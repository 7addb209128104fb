package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A history is joined, its end is declared by the command, and what comes later waits for the next
 * end, also when the service is killed in between.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class EndOfInputIT {
  private static final Namespace NAMES = new Namespace("history");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than it takes to learn how far everything is read. */
  private static final Duration A_WHILE = Duration.ofSeconds(4);

  private static final String DEFINITIONS =
      """
      namespace: history
      clock: stream
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            labels:
              - {name: click, window: 1h, positive: "outcome == 'click'"}
      """;

  @TempDir private Path folder;
  private final Instant then = Clock.systemUTC().instant().minus(Duration.ofDays(30));
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
    definitions = Files.writeString(folder.resolve("h.yaml"), NAMES.of(DEFINITIONS));
    service.start(definitions);
  }

  @AfterEach
  void stop() {
    service.close();
    registry.close();
    kafka.close();
  }

  @Test
  void lastLabelsAreClosedOnceTheEndIsDeclaredAndNotBefore() throws Exception {
    predict("clicked", 0);
    predict("silent", 60);
    click("clicked", 5);
    await().atMost(PATIENCE).until(() -> labels("opened") == 2);
    await().during(A_WHILE).atMost(PATIENCE).until(() -> labels("timed_out") == 0);

    service.command("end-of-input", List.of("--by", "a test"));
    await().atMost(PATIENCE).until(() -> labels("joined") == 1 && labels("timed_out") == 1);

    predict("more", 120);
    await().atMost(PATIENCE).until(() -> labels("pending") == 1);
    service.kill();
    service.start(definitions);
    await().atMost(PATIENCE).until(() -> labels("opened") == 3);
    await().during(A_WHILE).atMost(PATIENCE).until(() -> labels("pending") == 1);

    service.command("end-of-input", List.of());
    await().atMost(PATIENCE).until(() -> labels("timed_out") == 2);
    assertThat(labels("pending")).isZero();
  }

  private void predict(String request, long afterSeconds) {
    PredictionLog log =
        PredictionLog.newBuilder()
            .setRequestId(request)
            .setTimestamp(then.plusSeconds(afterSeconds))
            .setModel("ranker")
            .setModelVersion("v1")
            .build();
    kafka.send(NAMES.topic("predictions"), null, writer.write(NAMES.subject("predictions"), log));
  }

  private void click(String request, long afterSeconds) {
    OutcomeLog log =
        OutcomeLog.newBuilder()
            .setRequestId(request)
            .setOutcome("click")
            .setOutcomeTimestamp(then.plusSeconds(afterSeconds))
            .build();
    kafka.send(NAMES.topic("outcomes"), null, writer.write(NAMES.subject("outcomes"), log));
  }

  private int labels(String state) throws IOException, InterruptedException {
    String series =
        "tidemark_join_labels{label=\"click\",model=\"ranker\",state=\"%s\"} ".formatted(state);
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.url("/metrics"))).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElse(0);
  }
}
