package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.outcome;
import static io.tidemark.app.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.Resolution;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last labels and the last minute of a history: nothing comes after that could close them. */
class EndOfInputTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant THEN = START.minus(Duration.ofDays(30));

  @TempDir Path state;
  private final Map<String, LabelledExample> newest = new TreeMap<>();
  private DrivenTopology topology;

  @BeforeEach
  void start() throws Exception {
    topology =
        new DrivenTopology(
            Samples.DEFINITIONS.replace("namespace: shop", "namespace: shop\nclock: stream"),
            state);
    topology.baseline(DriftSamples.baseline(DriftSamples::uniform));
    topology.prediction(prediction("clicked", THEN, 0.7));
    topology.prediction(prediction("silent", THEN.plusSeconds(60), 0.7));
    topology.outcome(outcome("clicked", "click", THEN.plusSeconds(5)));
    topology.outcome(outcome("late", "click", THEN.plusSeconds(90)));
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private Map<String, LabelledExample> newest() {
    topology.labelled().forEach(example -> newest.put(example.getRequestId(), example));
    return newest;
  }

  @Test
  void labelsWaitWhileMoreMayCome() {
    topology.advance(Duration.ofDays(2));

    assertThat(newest()).containsOnlyKeys("clicked");
    assertThat(newest().get("clicked").getMaturity()).isEqualTo(Maturity.PROVISIONAL);
  }

  @Test
  void declaredEndClosesEachAtItsOwnTime() {
    topology.advance(MINUTE);
    topology.endInput();
    topology.advance(MINUTE);

    assertThat(newest()).containsOnlyKeys("clicked", "silent");
    assertThat(newest().get("clicked").getResolution()).isEqualTo(Resolution.OUTCOME);
    assertThat(newest().get("silent").getResolution()).isEqualTo(Resolution.TIMEOUT);
    assertThat(newest().values())
        .extracting(LabelledExample::getMaturity)
        .containsOnly(Maturity.FINAL);
    assertThat(
            topology.metric(
                "tidemark_join_labels{label=\"click\",model=\"ranker\",state=\"pending\"}"))
        .isZero();
  }

  @Test
  void whatComesAfterTheEndWaitsForTheNext() {
    topology.advance(MINUTE);
    topology.endInput();
    topology.advance(MINUTE);
    newest();
    topology.prediction(prediction("more", THEN.plusSeconds(120), 0.7));
    topology.advance(Duration.ofDays(2));
    assertThat(newest()).doesNotContainKey("more");

    topology.endInput();
    topology.advance(MINUTE);
    assertThat(newest().get("more").getResolution()).isEqualTo(Resolution.TIMEOUT);
  }

  /** Of the first hour of a model's predictions: how many each evaluation has seen. */
  private List<Long> scores() {
    return topology.drift().stream()
        .filter(metric -> metric.getFeature().equals("score") && metric.getWindow().equals("1h"))
        .map(DriftMetric::getCurrentCount)
        .toList();
  }

  @Test
  void declaredEndEvaluatesTheLastMinuteOnce() {
    topology.advance(Duration.ofDays(2));
    assertThat(scores()).as("the second prediction tells the time").isEmpty();

    topology.endInput();
    topology.advance(MINUTE);
    assertThat(scores()).containsExactly(2L);
    topology.advance(MINUTE);
    assertThat(scores()).isEmpty();

    topology.prediction(prediction("more", THEN.plusSeconds(120), 0.7));
    topology.advance(Duration.ofDays(2));
    assertThat(scores()).isEmpty();
    topology.endInput();
    topology.advance(MINUTE);
    assertThat(scores()).containsExactly(3L);
  }
}
