package io.tidemark.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.baseline.BaselineBuilder;
import io.tidemark.monitoring.drift.baseline.BaselineProfile;
import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.drift.episode.EpisodeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Days of a few series, judged every five minutes by chance alone: the short form of a benchmark
 * over months, whose results stand in RATIONALE.md.
 */
class FalseAlarmsSimulationTest {
  private static final int SERIES = 20;
  private static final int STEPS = 3 * 288;
  private static final long STEP_MS = Duration.ofMinutes(5).toMillis();
  private static final double NO_SIZE = 1e-9;
  private static final ModelVersion VERSION = new ModelVersion("m", "v");
  private static final WatchPolicy POLICY =
      new WatchPolicy(
          List.of(Duration.ofHours(1)),
          DriftRule.DEFAULT.withEffect(NO_SIZE, NO_SIZE),
          AlarmBudget.DEFAULT,
          EpisodeRule.DEFAULT,
          Calibration.ASSUMED_PHI);

  private final SplittableRandom random = new SplittableRandom(20261130);
  private final Optional<BaselineProfile> baseline = Optional.of(baseline());
  private long opened;
  private long closed;

  private BaselineProfile baseline() {
    BaselineBuilder builder = new BaselineBuilder(VERSION.model(), VERSION.version());
    for (int row = 0; row < 5_000; row++) {
      builder.add(values(feature -> random.nextGaussian()));
    }
    return builder.build(Instant.EPOCH);
  }

  private static Map<String, Object> values(ToDoubleFunction<String> value) {
    Map<String, Object> values = new HashMap<>();
    for (int feature = 0; feature < SERIES; feature++) {
      values.put("f" + feature, value.applyAsDouble("f" + feature));
    }
    return values;
  }

  private void run(int users, int events, int driftedFrom) {
    MapTiles tiles = new MapTiles();
    SeriesWatches watches =
        new SeriesWatches(Map.of("m", POLICY), (model, version) -> baseline, tiles, tiles);
    for (int step = 0; step < STEPS; step++) {
      MinuteCounts counts = MinuteCounts.over(baseline);
      for (int user = 0; user < users; user++) {
        double shift = step >= driftedFrom ? 1 : 0;
        Map<String, Object> values =
            values(feature -> random.nextGaussian() + (feature.equals("f7") ? shift : 0));
        for (int event = 0; event < events; event++) {
          counts.add(baseline, values::get);
        }
      }
      watches.take(VERSION, new MinuteReport(step * STEP_MS, counts), step * STEP_MS);
      for (EpisodeChange change : watches.advanceTo(step * STEP_MS).changes()) {
        opened += change.move() == EpisodeMove.OPENED ? 1 : 0;
        closed += change.move() == EpisodeMove.CLOSED ? 1 : 0;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 1", "30, 1", "5, 20", "10, 20"})
  void chanceOpensNoEpisodeInDays(int users, int events) {
    run(users, events, STEPS);
    assertThat(opened).as("a tenth of a month, a fifth of the series").isZero();
  }

  @ParameterizedTest
  @CsvSource({"30, 1", "30, 5"})
  void driftOfOneSeriesIsOneEpisodeThatLasts(int users, int events) {
    run(users, events, STEPS / 2);
    assertThat(opened).isEqualTo(1);
    assertThat(closed).isZero();
  }
}
