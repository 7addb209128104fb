package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Labels that are numbers and weigh by their prediction, on real topics, with the service killed
 * between an order and its refund, and between an outcome and the prediction it is judged by.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class LabelLanguageIT {
  private static final Namespace NAMES = new Namespace("label-language");
  private static final Duration WINDOW = Duration.ofSeconds(12);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String DEFINITIONS =
      """
      namespace: labels
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            labels:
              - name: worth
                window: 12s
                grace: 2s
                positive: "outcome == 'purchase' && value != null"
                negative: "outcome == 'refund'"
                value: value
                weight: {timeout: "1.0 / prediction.rank_position"}
                by: attributes.order
                several: sum
              - name: seen
                window: 12s
                grace: 2s
                positive: "outcome == 'click' && prediction.raw_features.price == 7.5"
                weight: prediction.rank_position
      """;

  @TempDir private Path folder;
  private final Clock clock = Clock.systemUTC();

  @Test
  void labelsSayTheSameAcrossAKill(Stack stack) throws Exception {
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers());
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        ServiceProcess service = NAMES.service(stack)) {
      NAMES.registerDefaults(registry);
      Path definitions = Files.writeString(folder.resolve("labels.yaml"), NAMES.of(DEFINITIONS));
      service.start(definitions);
      AvroWriter writer = new AvroWriter(registry, true);

      Instant start = clock.instant();
      outcome(kafka, writer, "early", "click", null, null);
      predict(kafka, writer, "orders", start, 2);
      outcome(kafka, writer, "orders", "purchase", "o1", 10.0);
      outcome(kafka, writer, "orders", "purchase", "o2", 20.0);
      predict(kafka, writer, "silent", start, 4);
      await()
          .atMost(PATIENCE)
          .until(() -> "30.0 x 1.0 PROVISIONAL".equals(last(kafka, registry).get("orders|worth")));

      service.kill();
      outcome(kafka, writer, "orders", "refund", "o1", 10.0);
      predict(kafka, writer, "early", start, 5);
      assertThat(clock.instant()).as("sent in time").isBefore(start.plus(WINDOW));
      service.start(definitions);

      Map<String, String> expected =
          Map.of(
              "orders|worth", "20.0 x 1.0 FINAL",
              "orders|seen", "0.0 x 1.0 FINAL",
              "silent|worth", "0.0 x 0.25 FINAL",
              "silent|seen", "0.0 x 1.0 FINAL",
              "early|worth", "0.0 x 0.2 FINAL",
              "early|seen", "1.0 x 5.0 FINAL");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(last(kafka, registry)).isEqualTo(expected));
    }
  }

  private static void predict(
      TestCluster kafka, AvroWriter writer, String request, Instant time, int rank) {
    PredictionLog log =
        PredictionLog.newBuilder()
            .setRequestId(request)
            .setTimestamp(time)
            .setModel("ranker")
            .setModelVersion("v1")
            .setRawFeatures(Map.of("price", 7.5))
            .setRankPosition(rank)
            .build();
    kafka.post(NAMES.topic("predictions"), null, writer.write(NAMES.subject("predictions"), log));
  }

  private void outcome(
      TestCluster kafka,
      AvroWriter writer,
      String request,
      String outcome,
      String order,
      Double value) {
    OutcomeLog log =
        OutcomeLog.newBuilder()
            .setRequestId(request)
            .setOutcome(outcome)
            .setOutcomeTimestamp(clock.instant())
            .setValue(value)
            .setAttributes(order == null ? Map.of() : Map.of("order", order))
            .build();
    kafka.post(NAMES.topic("outcomes"), null, writer.write(NAMES.subject("outcomes"), log));
  }

  /** The newest word on each label. */
  private static Map<String, String> last(TestCluster kafka, SchemaRegistry registry) {
    AvroReader<LabelledExample> reader = AvroReader.specific(registry, LabelledExample.class);
    Map<String, String> last = new HashMap<>();
    kafka.readCommitted(NAMES.topic("tidemark.labelled")).stream()
        .map(record -> reader.read(record.value()))
        .forEach(
            e ->
                last.put(
                    e.getRequestId() + "|" + e.getLabel(),
                    e.getLabelValue() + " x " + e.getWeight() + " " + e.getMaturity()));
    return last;
  }
}
