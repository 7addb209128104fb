package io.tidemark.kafka.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.AlertState;
import io.tidemark.avro.DriftAlert;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Model;
import io.tidemark.definition.Window;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.monitoring.drift.MinuteCounts;
import io.tidemark.monitoring.drift.MinuteReport;
import io.tidemark.monitoring.drift.ModelVersion;
import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.task.TaskSums;
import io.tidemark.task.TaskTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The second stage over a store that outlives it: what a transaction had not committed is gone,
 * records and rows, and is read again.
 */
class DriftEpisodeCrashTest {
  private static final long MINUTE = 60_000;
  private static final long BEGIN_MS = SettableClock.START.toEpochMilli();
  private static final int CALM = 60;
  private static final int DRIFTED = 100;
  private static final int END = 140;
  private static final Window WINDOW = new Window("5m", Duration.ofMinutes(5));
  private static final String EPISODE =
      "tidemark_drift_episode{feature=\"score\",model=\"ranker\",segment=\"all\",version=\"v3\",window=\"5m\"}";
  private static final Model MODEL =
      new Model(
          "ranker",
          "predictions",
          null,
          Model.Outcomes.NONE,
          new Model.Drift(
              List.of(WINDOW),
              null,
              0.1,
              0.2,
              1,
              20,
              new Model.Episodes(3, 5, 4, Duration.ofMinutes(20))),
          Model.Quality.NONE);

  @TempDir Path folder;
  private final PrometheusExport export = new PrometheusExport();
  private final Optional<BaselineProfile> baseline = baseline();
  private final List<MinuteReport> input = input();
  private final List<String> out = new ArrayList<>();
  private final List<DriftAlert> alerts = new ArrayList<>();
  private KeyValueStore<Bytes, byte[]> store;
  private MockProcessorContext<String, SpecificRecord> context;
  private CommitHook hook;
  private DriftEvaluateProcessor processor;

  @AfterEach
  void stop() {
    export.close();
  }

  private static Optional<BaselineProfile> baseline() {
    BaselineBuilder builder = new BaselineBuilder("ranker", "v3");
    for (int i = 0; i < 10_000; i++) {
      builder.add(Map.of("@score", i / 10_000.0));
    }
    return Optional.of(builder.build(Instant.EPOCH));
  }

  /** Each minute, and that the next one has begun. */
  private List<MinuteReport> input() {
    SplittableRandom random = new SplittableRandom(20261201);
    List<MinuteReport> reports = new ArrayList<>();
    for (int minute = 0; minute < END; minute++) {
      MinuteCounts counts = MinuteCounts.over(baseline);
      for (int i = 0; i < 100; i++) {
        double score = random.nextDouble();
        double shown = minute >= CALM && minute < DRIFTED ? Math.cbrt(score) : score;
        counts.add(baseline, feature -> shown);
      }
      reports.add(new MinuteReport(BEGIN_MS + minute * MINUTE, counts));
      reports.add(new MinuteReport(BEGIN_MS + (minute + 1) * MINUTE, MinuteCounts.none()));
    }
    return reports;
  }

  private void start(Map<Bytes, byte[]> rows) {
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("drift-tiles"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    DriftSetup setup =
        new DriftSetup(
            Map.of("ranker", MODEL),
            (model, version) -> baseline,
            new TaskTiming(
                ClockMode.STREAM, new SettableClock(), Duration.ofMillis(50), Duration.ZERO),
            Duration.ofSeconds(5),
            export.metrics().drift(),
            new TaskSums<>((figure, count) -> {}));
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    hook = CommitHook.builder(setup.tileHook()).build();
    for (StateStore each : List.of(store, hook)) {
      each.init(context.getStateStoreContext(), each);
      context.addStateStore(each);
    }
    rows.forEach(store::put);
    processor = new DriftEvaluateProcessor(setup);
    processor.init(context);
  }

  private Map<Bytes, byte[]> commit() {
    hook.flushCache();
    take();
    Map<Bytes, byte[]> rows = new HashMap<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> row = all.next();
        rows.put(row.key, row.value.clone());
      }
    }
    return rows;
  }

  private void take() {
    for (MockProcessorContext.CapturedForward<?, ?> forward : context.forwarded()) {
      String child = forward.childName().orElseThrow();
      if (!child.equals(DriftSender.METRICS)) {
        out.add(child + " " + forward.record());
        alerts.add((DriftAlert) forward.record().value());
      }
    }
    context.resetForwards();
  }

  private void process(int index) {
    MinuteReport report = input.get(index);
    String key = new ModelVersion("ranker", "v3").key();
    processor.process(new Record<>(key, report, report.startMs()));
  }

  private List<String> undisturbed() {
    start(Map.of());
    for (int i = 0; i < input.size(); i++) {
      process(i);
    }
    take();
    processor.close();
    List<String> said = List.copyOf(out);
    out.clear();
    return said;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 40, 200})
  void recordsAreTheSameAndNoneTwiceHoweverItDies(int mean) {
    List<String> expected = undisturbed();
    SplittableRandom random = new SplittableRandom(mean);
    start(Map.of());
    Map<Bytes, byte[]> rows = Map.of();
    int committed = 0;
    int crashes = 0;
    for (int i = 0; i < input.size(); i++) {
      process(i);
      int what = random.nextInt(2 * mean);
      if (what == 0) {
        rows = commit();
        committed = i + 1;
      } else if (what == 1 && crashes++ < 1_000) {
        context.resetForwards();
        processor.close();
        start(rows);
        i = committed - 1;
      }
    }
    take();

    assertThat(out).as("%d crashes", crashes).isEqualTo(expected);
    assertThat(crashes).isPositive();
  }

  @Test
  void episodeOpensAsksForAModelAndCloses() {
    List<String> said = undisturbed();

    assertThat(said)
        .extracting(line -> line.split(" ")[0])
        .containsExactly(DriftSender.ALERTS, DriftSender.RETRAIN, DriftSender.ALERTS);
    assertThat(alerts)
        .extracting(DriftAlert::getState)
        .containsExactly(AlertState.OPENED, AlertState.OPENED, AlertState.CLOSED);
    assertThat(alerts)
        .extracting(DriftAlert::getEpisodeId)
        .containsOnly("ranker|v3|@score|5m|" + alerts.get(0).getFirstSeen().toEpochMilli());
    assertThat(alerts).extracting(DriftAlert::getRetrainSignal).containsExactly(false, true, true);
  }

  @Test
  void gaugeFollowsTheEpisodeAlsoAfterARestart() {
    start(Map.of());
    for (int i = 0; i < 2 * (CALM + 20); i++) {
      process(i);
    }
    assertThat(export.scrape()).contains(EPISODE + " 2.0");
    Map<Bytes, byte[]> rows = commit();
    processor.close();
    assertThat(export.scrape()).doesNotContain(EPISODE);
    start(rows);
    for (int i = 2 * (CALM + 20); i < 2 * (CALM + 21); i++) {
      process(i);
    }
    assertThat(export.scrape()).contains(EPISODE + " 2.0");
    for (int i = 2 * (CALM + 21); i < input.size(); i++) {
      process(i);
    }
    assertThat(export.scrape()).contains(EPISODE + " 0.0");
  }
}
