package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Resolution;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A week of a real recommender: its clicks become labels, its choices drift from random ones. */
@ExtendWith(SharedStackExtension.class)
class OpenBanditReplayIT {
  private static final Path RANDOM = ExampleService.data("obd-random-men.csv.gz");
  private static final Path BANDIT = ExampleService.data("obd-bts-men.csv.gz");
  private static final String PREDICTIONS = "obd-predictions.mapping.yaml";
  private static final Pattern PENDING = Pattern.compile("join_pending\\{.*} ([0-9.]+)");
  private static final int IMPRESSIONS = 10_000;
  private static final int CLICKS = 69;
  private static final double STABLE = 0.1;
  private static final double SIGNIFICANT = 0.2;
  private static final double ROUNDING = 1e-12;

  /** Jeffreys PSI over the 20 commonest items and the rest, worked out by hand from both files. */
  private static final double ITEM_PSI = 0.878249890518076;

  @TempDir private Path folder;

  @Test
  void clicksBecomeLabelsAndTheBanditDriftsFromRandom(Stack stack) throws Exception {
    assumeTrue(Files.exists(BANDIT), () -> "SKIPPED: no real data at " + BANDIT);
    try (ExampleService service =
        new ExampleService(stack, "obd").start("obd.yaml", UnaryOperator.identity(), folder)) {
      service.command(
          "baseline",
          "--input",
          RANDOM.toString(),
          "--mapping",
          ExampleService.example(PREDICTIONS),
          "--model",
          "fashion",
          "--model-version",
          "bts");
      await().until(() -> Files.readString(service.log()).contains("Baseline of fashion"));
      service.replay("obd-outcomes.mapping.yaml", "outcomes", BANDIT);
      service.replay(PREDICTIONS, "predictions", BANDIT);
      service.command("end-of-input");
      awaitLabels(service);
      // counted when they are made, read once they are committed
      Map<String, Integer> expected =
          Map.of("OUTCOME 1.0", CLICKS, "TIMEOUT 0.0", IMPRESSIONS - CLICKS);
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(labels(stack, service)).isEqualTo(expected));
      await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertDrift(psi(stack, service)));
    }
  }

  /** The law of counts, at the end of the week. */
  private static void awaitLabels(ExampleService service) {
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              Map<String, Integer> results = service.counts("join_results", "result");
              assertThat(service.counts("join_predictions", "label"))
                  .isEqualTo(Map.of("click", IMPRESSIONS));
              assertThat(results.get("joined")).isEqualTo(CLICKS);
              assertThat(results.get("joined") + results.get("timed_out")).isEqualTo(IMPRESSIONS);
              assertThat(pending(service)).isZero();
            });
  }

  private static int pending(ExampleService service) {
    Matcher line = PENDING.matcher(service.metrics());
    assertThat(line.find()).isTrue();
    return (int) Double.parseDouble(line.group(1));
  }

  private static void assertDrift(Map<String, Double> psi) {
    assertThat(psi.get("item")).isCloseTo(ITEM_PSI, within(ROUNDING));
    assertThat(psi.get("propensity")).isGreaterThan(SIGNIFICANT);
    for (String steady : List.of("position", "user_feature_0", "user_feature_3")) {
      assertThat(psi.get(steady)).as(steady).isLessThan(STABLE);
    }
  }

  private static Map<String, Integer> labels(Stack stack, ExampleService service) {
    Map<String, LabelledExample> newest = new HashMap<>();
    for (LabelledExample example : read(stack, service, "labelled", LabelledExample.class)) {
      newest.put(example.getRequestId(), example);
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (LabelledExample example : newest.values()) {
      assertThat(example.getResolution()).isIn(Resolution.OUTCOME, Resolution.TIMEOUT);
      counts.merge(example.getResolution() + " " + example.getLabelValue(), 1, Integer::sum);
    }
    return counts;
  }

  /** The last PSI of each feature over the week with every impression in it. */
  private static Map<String, Double> psi(Stack stack, ExampleService service) {
    Map<String, Double> psi = new HashMap<>();
    for (DriftMetric metric : read(stack, service, "drift", DriftMetric.class)) {
      if (metric.getWindow().equals("7d") && metric.getCurrentCount() == IMPRESSIONS) {
        psi.put(String.valueOf(metric.getFeature()), metric.getPsi());
      }
    }
    assertThat(psi).containsKeys("item", "propensity");
    return psi;
  }

  private static <T extends SpecificRecordBase> List<T> read(
      Stack stack, ExampleService service, String topic, Class<T> type) {
    Map<String, String> settings = Map.of("schema.registry.url", stack.registryUrl());
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (SchemaRegistry registry = SchemaRegistries.connect(settings);
        var consumer =
            new KafkaConsumer<>(
                Map.<String, Object>of(
                    "bootstrap.servers",
                    stack.bootstrapServers(),
                    "isolation.level",
                    "read_committed"),
                bytes,
                bytes)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(service.topic("tidemark." + topic)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return readToEnd(consumer, partitions, AvroReader.specific(registry, type));
    }
  }

  private static <T extends SpecificRecordBase> List<T> readToEnd(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      AvroReader<T> reader) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Deadline deadline = Deadline.after(Duration.ofSeconds(30));
    List<T> records = new ArrayList<>();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      assertThat(deadline.passed()).as("end of %s not reached in time", partitions).isFalse();
      consumer.poll(Duration.ofMillis(200)).forEach(r -> records.add(reader.read(r.value())));
    }
    return records;
  }
}
