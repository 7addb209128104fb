package io.tidemark.app;

import static io.tidemark.app.DriftSamples.baseline;
import static io.tidemark.app.DriftSamples.of;
import static io.tidemark.app.DriftSamples.uniform;
import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.tidemark.avro.BinContribution;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.DriftStatus;
import io.tidemark.avro.PredictionLog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift from predictions to drift records, through both stages. */
class DriftTopologyTest {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int ROWS = DriftSamples.ROWS;

  @TempDir Path state;
  private DrivenTopology topology;
  private int sent;

  @BeforeEach
  void start() throws Exception {
    String windows = "windows: [15m, 1h]";
    topology =
        new DrivenTopology(
            Samples.DEFINITIONS.replace(windows, "overdispersion: 1\n      " + windows), state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  /** Sends predictions and lets both stages flush, which takes an interval each. */
  private List<DriftMetric> predict(IntToDoubleFunction score) {
    for (int i = 0; i < ROWS; i++) {
      topology.prediction(prediction("r" + sent++, topology.now(), score.applyAsDouble(i)));
    }
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);
    return topology.drift();
  }

  @Test
  void identicalDataHasNoDrift() {
    topology.baseline(baseline(DriftSamples::uniform));
    List<DriftMetric> metrics = predict(DriftSamples::uniform);

    for (String feature : List.of("score", "price", "device")) {
      DriftMetric metric = of(metrics, feature);
      assertThat(metric.getPsi()).as(feature).isZero();
      assertThat(metric.getStatus()).isEqualTo(DriftStatus.STABLE);
      assertThat(metric.getCurrentCount()).isEqualTo(ROWS);
    }
  }

  @Test
  void shiftIsSignificantAndItsContributionsSumToIt() {
    topology.baseline(baseline(DriftSamples::uniform));
    DriftMetric metric = of(predict(i -> uniform(i) / 2 + 0.5), "price");

    assertThat(metric.getStatus()).isEqualTo(DriftStatus.SIGNIFICANT);
    double sum = metric.getBins().stream().mapToDouble(BinContribution::getContribution).sum();
    assertThat(sum).isEqualTo(metric.getPsi(), offset(1e-12));
    assertThat(metric.getBins().stream().mapToLong(BinContribution::getCurrentCount).sum())
        .isEqualTo(ROWS);
  }

  @Test
  void headerOfAProducerMovesNoWindow() {
    topology.baseline(baseline(DriftSamples::uniform));
    for (int i = 0; i < 2; i++) {
      long ahead = topology.now().plus(Duration.ofDays(i + 1)).toEpochMilli();
      byte[] forged = ByteBuffer.allocate(Long.BYTES).putLong(ahead).array();
      PredictionLog log = prediction("forged" + i, topology.now(), 0.5);
      TestRecord<byte[], byte[]> record = new TestRecord<>(null, topology.wire("predictions", log));
      record.headers().add("tidemark_stream_time", forged);
      topology.send("predictions", record);
    }
    DriftMetric metric = of(predict(DriftSamples::uniform), "score");
    assertThat(metric.getCurrentCount()).isEqualTo(ROWS + 2);
    assertThat(metric.getWindowEnd()).isBefore(topology.now().plus(Duration.ofMinutes(2)));
  }

  @Test
  void releaseHasGaugesThoughThousandsOfVersionsAreMadeUp() {
    for (int i = 0; i < 3_000; i++) {
      PredictionLog log = prediction("made-up-" + i, topology.now(), 0.5);
      log.setModelVersion("made-up-" + i);
      topology.prediction(log);
    }
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);
    assertThat(topology.metric("tidemark_drift_series_left_out{baseline=\"no\"}"))
        .as("of two windows each")
        .isEqualTo(2 * 3_000 - 1_000);

    topology.baseline(baseline(DriftSamples::uniform));
    predict(DriftSamples::uniform);

    assertThat(
            topology.exports(
                "tidemark_drift_status{feature=\"price\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"15m\"}"))
        .isTrue();
    assertThat(topology.metric("tidemark_drift_series_left_out{baseline=\"yes\"}")).isZero();
  }

  @Test
  void withoutBaselineItSaysSo() {
    DriftMetric metric = of(predict(DriftSamples::uniform), "score");

    assertThat(metric.getStatus()).isEqualTo(DriftStatus.NO_BASELINE);
    assertThat(metric.getPsi()).isNull();
    assertThat(metric.getCurrentCount()).isEqualTo(ROWS);
  }

  @Test
  void laterEvaluationHasTheHigherRevision() {
    topology.baseline(baseline(DriftSamples::uniform));
    DriftMetric first = of(predict(DriftSamples::uniform), "score");
    DriftMetric second = of(predict(DriftSamples::uniform), "score");

    assertThat(second.getCurrentCount()).isGreaterThan(first.getCurrentCount());
    assertThat(second.getRevision()).isGreaterThan(first.getRevision());
  }

  @Test
  void baselineThatComesLaterStartsTheSeriesAnew() {
    predict(DriftSamples::uniform);
    topology.baseline(baseline(DriftSamples::uniform));
    topology.advance(Duration.ofMinutes(1));
    List<DriftMetric> metrics = predict(DriftSamples::uniform);

    assertThat(of(metrics, "score").getStatus()).isEqualTo(DriftStatus.STABLE);
    assertThat(of(metrics, "score").getCurrentCount())
        .as("counts over no bins are not counts over bins")
        .isEqualTo(ROWS);
  }

  /** The counts leave their window after the bins they were counted over have gone. */
  @Test
  void baselineOfOtherBinsStopsNothing() {
    topology.baseline(baseline(DriftSamples::uniform));
    predict(DriftSamples::uniform);
    topology.baseline(baseline(i -> i % 3));
    topology.advance(Duration.ofMinutes(20));
    topology.advance(INTERVAL);
    assertThat(topology.drift())
        .as("old counts are compared with no new bins")
        .noneMatch(metric -> metric.getStatus() == DriftStatus.INVALID);

    List<DriftMetric> metrics = predict(i -> i % 3);
    assertThat(of(metrics, "score").getStatus()).isEqualTo(DriftStatus.STABLE);
  }

  @Test
  void tombstoneOfABaselineLeadsBackToNone() {
    topology.baseline(baseline(DriftSamples::uniform));
    predict(DriftSamples::uniform);
    topology.removeBaseline("ranker", "v3");
    List<DriftMetric> metrics = predict(DriftSamples::uniform);

    assertThat(of(metrics, "score").getStatus()).isEqualTo(DriftStatus.NO_BASELINE);
  }

  @Test
  void windowsEmptyWithoutTraffic() {
    topology.baseline(baseline(DriftSamples::uniform));
    predict(DriftSamples::uniform);
    topology.advance(Duration.ofMinutes(17));

    DriftMetric metric = of(topology.drift(), "score");
    assertThat(metric.getCurrentCount()).isZero();
    assertThat(metric.getStatus()).isEqualTo(DriftStatus.INSUFFICIENT);
  }

  @Test
  void nothingIsSaidTwice() {
    topology.baseline(baseline(DriftSamples::uniform));
    predict(DriftSamples::uniform);
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);

    assertThat(topology.drift()).isEmpty();
  }

  @Test
  void lateAndEarlyPredictionsOfAMinuteAddUp() {
    topology.baseline(baseline(DriftSamples::uniform));
    predict(DriftSamples::uniform);
    topology.advance(Duration.ofMinutes(12));
    topology.prediction(prediction("late", START, 0.5));
    topology.advance(INTERVAL);
    topology.advance(INTERVAL);

    assertThat(of(topology.drift(), "score").getCurrentCount()).isEqualTo(ROWS + 1);
  }
}
