package io.tidemark.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.monitoring.drift.episode.EpisodeMove;
import io.tidemark.monitoring.drift.episode.EpisodeRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CohortEpisodesTest {
  private static final long SEED = 20_261_201;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Duration LIFE = Duration.ofHours(2);
  private static final QualitySeries SERIES = new QualitySeries("ranker", "v3", "click", false);
  private static final QualityAlarm ALARM =
      new QualityAlarm(
          Map.of(Judged.AUC, 0.7), 100, new EpisodeRule(2, 3, 2, Duration.ofDays(1_000)));

  private final Map<CohortKey, CohortRow> rows = new HashMap<>();
  private final Map<QualitySeries, byte[]> stored = new HashMap<>();
  private final Map<CohortKey, Double> lost = new HashMap<>();
  private final Random random = new Random(SEED);
  private Cohorts cohorts = new Cohorts(rules(ALARM), store());
  private CohortEpisodes episodes = episodes(ALARM);

  private static Map<String, CohortRule> rules(QualityAlarm alarm) {
    return Map.of(
        "ranker", new CohortRule(0.5, 0.9, Duration.ofDays(9), Map.of("click", LIFE), alarm));
  }

  private CohortStore store() {
    return new CohortStore() {
      @Override
      public Optional<CohortRow> get(CohortKey key) {
        return Optional.ofNullable(rows.get(key));
      }

      @Override
      public void put(CohortKey key, CohortRow row) {
        rows.put(key, row);
      }

      @Override
      public void remove(CohortKey key) {
        rows.remove(key);
      }
    };
  }

  private CohortEpisodes episodes(QualityAlarm alarm) {
    return new CohortEpisodes(
        rules(alarm),
        cohorts,
        (series, bytes) -> {
          if (bytes == null) {
            stored.remove(series);
          } else {
            stored.put(series, bytes);
          }
        });
  }

  private static CohortKey key(int hour) {
    return CohortKey.of("ranker", "v3", "click", false, hour * HOUR, HOUR);
  }

  private void cohort(int hour, boolean good, int labels, int settled) {
    CohortSums sums = new CohortSums();
    sums.opened(labels);
    sums.settled(settled);
    for (int i = 0; i < labels; i++) {
      double score = random.nextDouble();
      boolean positive = random.nextDouble() < score == good;
      sums.add(new LabelledScore(score, positive ? 1.0 : 0.0, 1));
    }
    assertThat(cohorts.take(new CohortChange(key(hour), sums), hour * HOUR))
        .isEqualTo(QualityState.COUNTED);
  }

  private List<EpisodeMove> judge(long clearUntilMs) {
    List<QualityMove> moves =
        episodes.judge(series -> clearUntilMs, one -> lost.getOrDefault(one, 0.0));
    return moves.stream().map(QualityMove::move).toList();
  }

  @Test
  void twoOfThreeBadCohortsOpenAndTwoGoodOnesClose() {
    List<EpisodeMove> moves = new ArrayList<>();
    boolean[] good = {true, true, false, true, false, true, false, true, true, true};
    for (int hour = 0; hour < good.length; hour++) {
      cohort(hour, good[hour], 200, 200);
      moves.addAll(judge((hour + 1) * HOUR + LIFE.toMillis()));
      restart(ALARM);
    }
    assertThat(moves).as("seed %d", SEED).containsExactly(EpisodeMove.OPENED, EpisodeMove.CLOSED);
  }

  private void restart(QualityAlarm alarm) {
    cohorts = new Cohorts(rules(alarm), store());
    rows.forEach(cohorts::restore);
    episodes = episodes(alarm);
    Map.copyOf(stored).forEach(episodes::restore);
  }

  @Test
  void cohortIsJudgedOnceAndWhenItsLabelsAreOverAndClear() {
    cohort(0, false, 200, 200);
    cohort(1, false, 200, 200);
    assertThat(judge(2 * HOUR + LIFE.toMillis() - 1)).as("the second is not over").isEmpty();
    assertThat(judge(2 * HOUR + LIFE.toMillis())).containsExactly(EpisodeMove.OPENED);
    assertThat(judge(9 * HOUR)).isEmpty();
  }

  @Test
  void fewUnsettledAndTaintedCohortsSayNothing() {
    cohort(0, false, 99, 99);
    cohort(1, false, 200, 100);
    cohort(2, false, 200, 200);
    lost.put(key(2), CohortRule.TAINTED);
    cohort(3, false, 200, 200);
    assertThat(judge(20 * HOUR)).isEmpty();
    cohort(4, false, 200, 200);
    assertThat(judge(20 * HOUR)).containsExactly(EpisodeMove.OPENED);
    for (int hour = 5; hour < 9; hour++) {
      cohort(hour, true, 200, 200);
      lost.put(key(hour), 0.5);
    }
    assertThat(judge(20 * HOUR)).as("tainted ones close nothing").isEmpty();
  }

  @Test
  void episodeEndsWithItsBoundAndWithItsCohorts() {
    cohort(0, false, 200, 200);
    cohort(1, false, 200, 200);
    assertThat(judge(20 * HOUR)).containsExactly(EpisodeMove.OPENED);
    assertThat(episodes.standings())
        .singleElement()
        .matches(one -> one.series().equals(SERIES) && one.state().isOpen());
    restart(new QualityAlarm(Map.of(Judged.ECE, 0.9), 100, ALARM.episodes()));
    assertThat(judge(20 * HOUR)).containsExactly(EpisodeMove.CLOSED);

    restart(ALARM);
    cohort(2, false, 200, 200);
    cohort(3, false, 200, 200);
    assertThat(judge(20 * HOUR)).containsExactly(EpisodeMove.OPENED);
    cohorts.dropOld(Duration.ofDays(30).toMillis());
    assertThat(judge(40 * HOUR)).containsExactly(EpisodeMove.CLOSED);
    assertThat(stored).isEmpty();
  }
}
