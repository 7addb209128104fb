package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.AlertState;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.DriftMetric;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Episodes through the topology: what is said of them, once, wherever it is stopped in between. */
class DriftEpisodeTest {
  private static final int EACH_MINUTE = 30;
  private static final int CALM = 60;
  private static final int DRIFTED = 100;
  private static final int END = 130;
  private static final String EPISODE =
      "tidemark_drift_episode{feature=\"%s\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"5m\"}";

  private final List<DriftAlert> alerts = new ArrayList<>();
  private final List<DriftAlert> retrain = new ArrayList<>();
  private final List<DriftMetric> metrics = new ArrayList<>();
  private DrivenTopology topology;

  private static String definitions(String clock) {
    return Samples.DEFINITIONS
        .replace("namespace: shop", "namespace: shop\nclock: " + clock)
        .replace(
            "windows: [15m, 1h]",
            "windows: [5m]\n      sustained: 20m\n      false_alarms_per_month: 2");
  }

  private void open(String clock, Path state) throws Exception {
    topology = new DrivenTopology(definitions(clock), state);
    topology.baseline(DriftSamples.baseline(DriftSamples::uniform));
  }

  private void read() {
    alerts.addAll(topology.alerts());
    retrain.addAll(topology.retrain());
    metrics.addAll(topology.drift());
  }

  private static IntToDoubleFunction scores(int minute) {
    boolean drifted = minute >= CALM && minute < DRIFTED;
    return drifted ? i -> DriftSamples.uniform(i * 7) / 2 + 0.5 : i -> DriftSamples.uniform(i * 7);
  }

  /** Two hours of event time. */
  private void replay(Path state) throws Exception {
    Instant begin = DrivenTopology.START.minus(Duration.ofDays(2));
    open("stream", state);
    for (int minute = 0; minute < END; minute++) {
      for (int i = 0; i < EACH_MINUTE; i++) {
        double score = scores(minute).applyAsDouble(minute * EACH_MINUTE + i);
        Instant time = begin.plusSeconds(minute * 60L + i);
        topology.prediction(Samples.prediction("r" + minute + "-" + i, time, score));
      }
    }
    read();
    topology.close();
  }

  private static List<AlertState> statesOf(List<DriftAlert> alerts, String feature) {
    return alerts.stream()
        .filter(alert -> alert.getFeature().equals(feature))
        .map(DriftAlert::getState)
        .toList();
  }

  @Test
  void episodeOpensAsksForAModelAndCloses(@TempDir Path state) throws Exception {
    replay(state);

    assertThat(statesOf(alerts, "score")).containsExactly(AlertState.OPENED, AlertState.CLOSED);
    assertThat(statesOf(alerts, "price")).containsExactly(AlertState.OPENED, AlertState.CLOSED);
    assertThat(statesOf(alerts, "device")).isEmpty();
    assertThat(retrain)
        .extracting(DriftAlert::getFeature)
        .containsOnly("price", "score")
        .hasSize(2);
  }

  @Test
  void alertSaysWhatItRestsOn(@TempDir Path state) throws Exception {
    replay(state);

    DriftAlert opened = alerts.get(0);
    assertThat(opened.getState()).isEqualTo(AlertState.OPENED);
    assertThat(opened.getFirstSeen()).isEqualTo(opened.getAt());
    assertThat(opened.getEpisodeId())
        .isEqualTo("ranker|v3|@score|5m|" + opened.getFirstSeen().toEpochMilli());
    assertThat(opened.getPsiDebiased()).isGreaterThan(opened.getAlert());
    assertThat(opened.getPsi()).isGreaterThan(opened.getCriticalValue());
    assertThat(opened.getBaselineCount()).isEqualTo(DriftSamples.ROWS);
    assertThat(opened.getTopBins()).hasSize(3);
    assertThat(opened.getBaseline()).hasSize(32);
    assertThat(opened.getOverdispersion()).isEqualTo(1);
    assertThat(opened.getOverdispersionWindows()).isGreaterThan(3);
    assertThat(opened.getAlpha()).isEqualTo(2.0 / (3 * 43_200));
    assertThat(opened.getRetrainSignal()).isFalse();
    DriftAlert sustained = retrain.get(0);
    assertThat(sustained.getEpisodeId()).isEqualTo(opened.getEpisodeId());
    assertThat(sustained.getState()).isEqualTo(AlertState.OPENED);
    assertThat(sustained.getRetrainSignal()).isTrue();
    assertThat(Duration.between(opened.getAt(), sustained.getAt()))
        .isEqualTo(Duration.ofMinutes(20));
    DriftAlert closed = alerts.get(alerts.size() - 1);
    assertThat(closed.getState()).isEqualTo(AlertState.CLOSED);
    assertThat(closed.getRetrainSignal()).isTrue();
  }

  /** The first record says that nothing is known yet of how dependent values are. */
  @Test
  void recordSaysOnHowManyWindowsItsLimitRests(@TempDir Path state) throws Exception {
    replay(state);

    DriftMetric first = metrics.stream().filter(m -> m.getPsi() != null).findFirst().orElseThrow();
    assertThat(first.getOverdispersionWindows()).isZero();
    assertThat(first.getOverdispersion()).isEqualTo(20);
    DriftMetric last = metrics.get(metrics.size() - 1);
    assertThat(last.getOverdispersionWindows()).isGreaterThan(10);
    assertThat(last.getOverdispersion()).isEqualTo(1);
  }

  @Test
  void gaugeFollowsTheEpisode(@TempDir Path state) throws Exception {
    open("wall", state);
    for (int minute = 0; minute < DRIFTED - 20; minute++) {
      predict(minute);
    }
    assertThat(topology.metric(EPISODE.formatted("price"))).isEqualTo(2);
    assertThat(topology.metric(EPISODE.formatted("device"))).isZero();
    for (int minute = DRIFTED; minute < DRIFTED + 12; minute++) {
      predict(minute);
    }
    assertThat(topology.metric(EPISODE.formatted("price"))).isZero();
    assertThat(topology.exports(EPISODE.formatted("price"))).isTrue();
    topology.close();
  }

  private void predict(int minute) {
    for (int i = 0; i < EACH_MINUTE; i++) {
      double score = scores(minute).applyAsDouble(minute * EACH_MINUTE + i);
      topology.prediction(Samples.prediction("r" + minute + "-" + i, topology.now(), score));
    }
    topology.advance(Duration.ofSeconds(30));
    topology.advance(Duration.ofSeconds(30));
  }

  /** Whoever stops asking the model is told that the episode is over. */
  @Test
  void seriesThatLeavesClosesItsEpisode(@TempDir Path state) throws Exception {
    open("wall", state);
    for (int minute = 0; minute < CALM + 20; minute++) {
      predict(minute);
    }
    topology.advance(Duration.ofMinutes(1));
    topology.advance(Duration.ofMinutes(6));
    read();
    assertThat(statesOf(alerts, "price")).containsExactly(AlertState.OPENED, AlertState.CLOSED);
    DriftAlert closed = alerts.get(alerts.size() - 1);
    assertThat(closed.getPsi()).isNull();
    topology.close();
  }
}
