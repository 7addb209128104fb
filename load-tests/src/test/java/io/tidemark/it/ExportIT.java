package io.tidemark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Labels that a real service joins are exported as they were known at a time: the same bytes while
 * more of them come, the service is killed, and others write to the topic.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class ExportIT {
  private static final Namespace NAMES = new Namespace("exported");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REQUESTS = 30;
  private static final String DEFINITIONS =
      """
      namespace: exported
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            labels:
              - {name: click, window: 2s, positive: "outcome == 'click'"}
              - {name: purchase, window: 1d, positive: "outcome == 'purchase'"}
      """;

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
    definitions = Files.writeString(folder.resolve("exported.yaml"), NAMES.of(DEFINITIONS));
    service.start(definitions);
  }

  @AfterEach
  void stop() {
    service.close();
    registry.close();
    kafka.close();
  }

  @Test
  void whatWasKnownThenIsExportedWheneverItIsAskedFor() throws Exception {
    decide(0, REQUESTS);
    await().atMost(PATIENCE).until(() -> clicksDecided() == REQUESTS);
    Instant then = clock.instant();
    JsonNode first = export("first", "--as-of", then.toString());
    assertThat(first.at("/files/0/labels/click/rows").asInt()).isEqualTo(REQUESTS);
    assertThat(first.at("/files/0/labels/click/not_zero").asInt()).isEqualTo(REQUESTS / 2);
    assertThat(first.at("/records/known").asInt()).isEqualTo(REQUESTS + 1);
    assertThat(first.at("/left_out/open").asInt()).as("bought, and may be more").isEqualTo(1);

    Instant split = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    decide(REQUESTS, 2 * REQUESTS);
    kafka.send(topic(), "foreign".getBytes(UTF_8), "no example".getBytes(UTF_8));
    service.kill();
    service.start(definitions);
    await().atMost(PATIENCE).until(() -> clicksDecided() == 2 * REQUESTS);
    JsonNode again = export("again", "--as-of", then.toString());
    assertThat(again).isEqualTo(first);
    sameBytes("first", "again");

    JsonNode all = export("all", "--split", split.toString(), "--embargo", "0s");
    assertThat(rows(all)).isEqualTo(Map.of("train.parquet", REQUESTS, "test.parquet", REQUESTS));
    assertThat(all.at("/records/foreign").asInt()).isEqualTo(1);
    assertThat(clicks(all)).isEqualTo(newestClicks());

    String erased = newest().keySet().stream().filter(k -> k.endsWith("|click")).findFirst().get();
    kafka.send(topic(), erased.getBytes(UTF_8), (byte[]) null);
    JsonNode without = export("without", "--as-of", then.toString());
    assertThat(without.at("/records/erased").asInt()).isOne();
    assertThat(rows(without)).isEqualTo(Map.of("examples.parquet", REQUESTS - 1));
    assertThatThrownBy(() -> export("late", "--as-of", clock.instant().plusSeconds(60).toString()))
        .hasMessageContaining("exit code 2")
        .hasMessageContaining("must not be after now");
    assertThat(folder).isDirectoryNotContaining("glob:**late*");
  }

  private String topic() {
    return NAMES.topic("tidemark.labelled");
  }

  /** Every other one is clicked; the first of all buys, too. */
  private void decide(int from, int to) {
    for (int i = from; i < to; i++) {
      PredictionLog log =
          PredictionLog.newBuilder()
              .setRequestId("r" + i)
              .setTimestamp(clock.instant())
              .setModel("ranker")
              .setModelVersion("v1")
              .setRawFeatures(new TreeMap<>(Map.of("price", (long) i)))
              .build();
      kafka.send(NAMES.topic("predictions"), null, writer.write(NAMES.subject("predictions"), log));
      if (i % 2 == 0) {
        outcome("r" + i, "click");
      }
      if (i == 0) {
        outcome("r" + i, "purchase");
      }
    }
  }

  private void outcome(String request, String what) {
    OutcomeLog log =
        OutcomeLog.newBuilder()
            .setRequestId(request)
            .setOutcome(what)
            .setOutcomeTimestamp(clock.instant())
            .build();
    kafka.send(NAMES.topic("outcomes"), null, writer.write(NAMES.subject("outcomes"), log));
  }

  private JsonNode export(String name, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                folder.resolve(name).toString(),
                "--config",
                definitions.toString(),
                "--model",
                "ranker"));
    arguments.addAll(List.of(options));
    service.command("export", arguments);
    return new ObjectMapper().readTree(folder.resolve(name).resolve("export.json").toFile());
  }

  private void sameBytes(String one, String other) throws IOException {
    for (String file : List.of("examples.parquet", "export.json")) {
      assertThat(folder.resolve(other).resolve(file))
          .hasSameBinaryContentAs(folder.resolve(one).resolve(file));
    }
    try (var files = Files.list(folder.resolve(one))) {
      assertThat(files).hasSize(2);
    }
  }

  private static Map<String, Integer> rows(JsonNode manifest) {
    Map<String, Integer> rows = new TreeMap<>();
    manifest
        .get("files")
        .forEach(file -> rows.put(file.get("name").asText(), file.get("rows").asInt()));
    return rows;
  }

  private static int clicks(JsonNode manifest) {
    int clicks = 0;
    for (JsonNode file : manifest.get("files")) {
      clicks += file.at("/labels/click/not_zero").asInt();
    }
    return clicks;
  }

  private int newestClicks() {
    return (int)
        newest().values().stream()
            .filter(example -> example.getLabel().equals("click"))
            .filter(example -> example.getLabelValue() == 1.0)
            .count();
  }

  private long clicksDecided() {
    return newest().values().stream()
        .filter(example -> example.getLabel().equals("click"))
        .filter(example -> example.getMaturity() == Maturity.FINAL)
        .count();
  }

  private Map<String, LabelledExample> newest() {
    AvroReader<LabelledExample> reader = AvroReader.specific(registry, LabelledExample.class);
    Map<String, LabelledExample> newest = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : kafka.readCommitted(topic())) {
      String key = new String(record.key(), UTF_8);
      if (!key.equals("foreign")) {
        newest.put(key, reader.read(record.value()));
      }
    }
    return newest;
  }
}
