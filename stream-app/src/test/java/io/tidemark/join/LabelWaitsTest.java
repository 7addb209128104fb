package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.monitoring.labels.LabelWait;
import io.tidemark.records.LabelWaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of waits depends on when things came, and not on what was read first. */
class LabelWaitsTest {
  private final JoinEngine engine =
      new JoinEngine(
          List.of(
              JoinFixtures.label(
                  "click",
                  Duration.ofMinutes(30),
                  Duration.ofMinutes(5),
                  OnTimeout.NEGATIVE,
                  Emit.BOTH)),
          HORIZONS);
  private final LabelWaits waits = new LabelWaits(engine, false);

  private List<LabelWait> said(boolean outcomeFirst, long predictionCameMs, long outcomeCameMs) {
    List<LabelWait> said = new ArrayList<>();
    Prediction prediction = prediction("r", T);
    Outcome outcome = new Outcome("r", T, "click", JoinFixtures.positive("click", 1));
    JoinState state = null;
    for (boolean isOutcome : new boolean[] {outcomeFirst, !outcomeFirst}) {
      long cameMs = isOutcome ? outcomeCameMs : predictionCameMs;
      Moment at = new Moment(cameMs, T);
      Step step =
          isOutcome
              ? engine.onOutcome(state, outcome, new ReadAt("outcomes", 0, 1), at)
              : engine.onPrediction(state, prediction, at);
      said.addAll(waits.of(state, isOutcome ? null : prediction, cameMs, step));
      state = step.state();
    }
    return said;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 20", "2, 1", "2, 2", "5, 20", "20, 10", "20, 25"})
  void readingOrderChangesNothing(long predictionAfter, long outcomeAfter) {
    long predictionMs = T + predictionAfter * MINUTE;
    long outcomeMs = T + outcomeAfter * MINUTE;
    assertThat(said(true, predictionMs, outcomeMs))
        .hasSize(2)
        .isEqualTo(said(false, predictionMs, outcomeMs));
  }

  @Test
  void outcomeThatCameAfterItsPredictionIsWatchedAlsoWhereItIsReadFirst() {
    List<LabelWait> said = said(true, T + MINUTE, T + 4 * MINUTE);
    assertThat(((LabelWait.Began) said.get(0)).watchedMs()).isEqualTo(T + MINUTE);
    LabelWait.Ended ended = (LabelWait.Ended) said.get(1);
    assertThat(ended.watched()).isTrue();
    assertThat(ended.atMs()).isEqualTo(T + 4 * MINUTE);
  }

  @Test
  void predictionThatComesLateIsNotWatched() {
    LabelWait.Began began = (LabelWait.Began) said(true, T + 20 * MINUTE, T + MINUTE).get(0);
    assertThat(began.watchedMs()).isEqualTo(LabelWait.NOT_WATCHED);
  }
}
