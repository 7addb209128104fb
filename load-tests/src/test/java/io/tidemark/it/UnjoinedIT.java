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
import io.tidemark.avro.Quarantined;
import io.tidemark.local.Namespace;
import io.tidemark.local.RunningCommand;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not joined goes to quarantine, and what comes late corrects, also where the service is
 * killed between the hold of an outcome and its end, and between a close and its correction.
 */
@ExtendWith(SharedStackExtension.class)
@Order(9)
class UnjoinedIT {
  private static final Namespace NAMES = new Namespace("unjoined");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration HOLD = Duration.ofSeconds(6);
  private static final String DEFINITIONS =
      """
      namespace: unjoined
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            hold: 6s
            skew: 0s
            labels:
              - {name: slow, window: 10m, positive: "outcome == 'click'"}
              - name: fast
                window: 2s
                positive: "outcome == 'view'"
                late_horizon: 10m
                late: correct
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
  void whatIsNotJoinedIsFedAgainAndWhatComesLateCorrects() throws Exception {
    Instant start = clock.instant();
    predict("late", "ranker", start);
    await().atMost(PATIENCE).until(() -> said("late fast").equals(List.of("0.0 TIMEOUT FINAL")));
    Instant happened = clock.instant();
    byte[] sent = outcome("orphan", "click", happened);
    await().atMost(PATIENCE).until(this::isHeld);
    service.kill();
    await().atMost(PATIENCE).until(() -> clock.instant().isAfter(happened.plus(HOLD)));
    service.start(definitions);
    await().atMost(PATIENCE).until(() -> quarantined().size() == 1);
    requireOrphan(quarantined().get(0), happened, sent);

    outcome("late", "view", start.plusSeconds(1));
    await()
        .atMost(PATIENCE)
        .until(
            () -> said("late fast").equals(List.of("0.0 TIMEOUT FINAL", "1.0 OUTCOME LATE -0.0")));

    predict("orphan", "ranker", happened);
    predict("orphan", "nobody", happened);
    predict("old", "ranker", happened.minus(Duration.ofDays(9)));
    assertThat(replay()).isZero();
    await()
        .atMost(PATIENCE)
        .until(() -> said("orphan slow").equals(List.of("1.0 OUTCOME PROVISIONAL")));
    await().atMost(PATIENCE).until(() -> quarantined().size() >= 3);
    assertThat(quarantined())
        .extracting(Quarantined::getReason)
        .containsExactlyInAnyOrder("ORPHAN", "UNKNOWN_MODEL", "PREDICTION_TOO_OLD");
  }

  private static void requireOrphan(Quarantined record, Instant happened, byte[] sent) {
    assertThat(record.getReason()).isEqualTo("ORPHAN");
    assertThat(record.getSourceTopic()).isEqualTo(NAMES.topic("outcomes"));
    assertThat(record.getSourceOffset()).isZero();
    assertThat(record.getRecordTimestamp()).isBetween(happened, happened.plus(HOLD));
    assertThat(record.getKey()).isEqualTo(ByteBuffer.wrap("orphan".getBytes(UTF_8)));
    assertThat(record.getValue()).isEqualTo(ByteBuffer.wrap(sent));
    assertThat(record.getHeaders()).extracting(h -> h.getKey()).containsExactly("client.id");
  }

  /** Whether the outcome is in the state that survives the process. */
  private boolean isHeld() {
    return kafka.topics(NAMES.name() + "-held-").stream()
        .filter(topic -> topic.endsWith("-changelog"))
        .flatMap(topic -> kafka.readCommitted(topic).stream())
        .anyMatch(row -> new String(row.key(), UTF_8).endsWith("|orphan"));
  }

  private int replay() throws IOException {
    try (RunningCommand command =
        service.begin("quarantine", "replay-orphans", List.of("replay", "--reason", "ORPHAN"))) {
      return command.awaitExit(PATIENCE);
    }
  }

  private void predict(String request, String model, Instant time) {
    PredictionLog log =
        PredictionLog.newBuilder()
            .setRequestId(request)
            .setTimestamp(time)
            .setModel(model)
            .setModelVersion("v1")
            .setModelScore(0.5)
            .build();
    kafka.send(NAMES.topic("predictions"), null, writer.write(NAMES.subject("predictions"), log));
  }

  private byte[] outcome(String request, String kind, Instant time) {
    OutcomeLog log =
        OutcomeLog.newBuilder()
            .setRequestId(request)
            .setOutcome(kind)
            .setOutcomeTimestamp(time)
            .build();
    byte[] value = writer.write(NAMES.subject("outcomes"), log);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(NAMES.topic("outcomes"), request.getBytes(UTF_8), value);
    record.headers().add("client.id", "shop".getBytes(UTF_8));
    kafka.send(record);
    return value;
  }

  private List<Quarantined> quarantined() {
    AvroReader<Quarantined> reader = AvroReader.specific(registry, Quarantined.class);
    return kafka.readCommitted(NAMES.topic("tidemark.quarantine")).stream()
        .map(record -> reader.read(record.value()))
        .toList();
  }

  /** What was said of a request and label, in order. */
  private List<String> said(String what) {
    AvroReader<LabelledExample> reader = AvroReader.specific(registry, LabelledExample.class);
    return kafka.readCommitted(NAMES.topic("tidemark.labelled")).stream()
        .map(record -> reader.read(record.value()))
        .collect(
            groupingBy(
                e -> e.getRequestId() + " " + e.getLabel(), mapping(UnjoinedIT::text, toList())))
        .getOrDefault(what, List.of());
  }

  private static String text(LabelledExample example) {
    String text =
        example.getLabelValue() + " " + example.getResolution() + " " + example.getMaturity();
    return example.getRetracted() == null
        ? text
        : text + " -" + example.getRetracted().getLabelValue();
  }
}
