package io.tidemark.app;

import static io.tidemark.app.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.PredictionLog;
import io.tidemark.monitoring.drift.PredictionState;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month of drift over twenty categories: every record of it is small, and none of it is lost. */
class DriftMonthTest {
  private static final long SEED = 30;
  private static final Duration STEP = Duration.ofHours(1);
  private static final int STEPS = 40 * 24;
  private static final int MONTH_STEPS = 30 * 24;
  private static final List<String> INTERNAL =
      List.of(
          "tidemark-drift-minutes-predictions-changelog",
          "tidemark-drift-by-version-predictions-repartition",
          "tidemark-drift-tiles-changelog");

  @TempDir Path state;
  private DrivenTopology topology;
  private final SplittableRandom random = new SplittableRandom(SEED);

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(Samples.DEFINITIONS.replace("[15m, 1h]", "[1h, 30d]"), state);
    BaselineBuilder builder = new BaselineBuilder("ranker", "v3");
    for (int i = 0; i < 400; i++) {
      builder.add(Map.of("device", "device-" + i % 20));
    }
    topology.baseline(builder.build(DrivenTopology.START));
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  @Test
  void recordsOfAMonthAreSmallAndItsCountIsExact() {
    Map<String, Integer> largest = new HashMap<>();
    List<DriftMetric> said = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      topology.advance(STEP);
      predict(step);
      topology.advance(Duration.ZERO);
      if (step % 24 == 0) {
        read(largest, said);
      }
    }
    topology.advance(Duration.ofSeconds(5));
    topology.advance(Duration.ofSeconds(5));
    read(largest, said);

    assertThat(largest.keySet()).containsExactlyInAnyOrderElementsOf(INTERNAL);
    assertThat(largest.values()).as("bytes").allMatch(bytes -> bytes > 0 && bytes < 1_024);
    assertThat(last(said, "1h")).isEqualTo(1);
    assertThat(last(said, "30d")).as("seed %d", SEED).isBetween(MONTH_STEPS, MONTH_STEPS + 1);
    assertThat(counted()).isEqualTo(STEPS);
  }

  private void read(Map<String, Integer> largest, List<DriftMetric> said) {
    INTERNAL.forEach(topic -> largest.merge(topic, largestOf(topic), Math::max));
    said.addAll(topology.drift());
  }

  private void predict(int step) {
    PredictionLog log = prediction("r" + step, topology.now(), 0.5);
    log.setRawFeatures(Map.of("device", "device-" + random.nextInt(20)));
    topology.prediction(log);
  }

  private int largestOf(String topic) {
    return topology.records(topic).stream()
        .mapToInt(record -> record.value() == null ? 0 : record.value().length)
        .max()
        .orElse(0);
  }

  private static int last(List<DriftMetric> said, String window) {
    return said.stream()
        .filter(metric -> metric.getWindow().equals(window))
        .reduce((first, second) -> second)
        .map(metric -> (int) (long) metric.getCurrentCount())
        .orElseThrow();
  }

  private long counted() {
    return topology.metric(
        "tidemark_drift_predictions{model=\"ranker\",state=\"%s\"}"
            .formatted(PredictionState.COUNTED.name().toLowerCase(Locale.ROOT)));
  }
}
