package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.DAY;
import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.HOUR;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.click;
import static io.tidemark.join.JoinFixtures.negative;
import static io.tidemark.join.JoinFixtures.outcome;
import static io.tidemark.join.JoinFixtures.prediction;
import static io.tidemark.join.JoinFixtures.purchase;
import static io.tidemark.join.JoinFixtures.unjudged;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes after the close of a label: inside its late horizon, and beyond. */
class JoinLateTest {
  private static final long CLOSE = T + 35 * MINUTE + 1;
  private static final Model.Late CORRECTS = new Model.Late(Duration.ofHours(2), true);
  private static final Model.Late COUNTS = new Model.Late(Duration.ofHours(2), false);

  private static JoinLog join(Model.Late late, OnTimeout onTimeout, Emit emit) {
    Model.Label click =
        JoinFixtures.label("click", Duration.ofMinutes(30), Duration.ofMinutes(5), onTimeout, emit);
    JoinLog log = new JoinLog(List.of(JoinFixtures.late(click, late)), HORIZONS);
    log.predict(prediction("r", T), T);
    return log;
  }

  /** What is said of a click that late outcomes correct. */
  private static Said said(Grounds grounds) {
    Model.Policy policy = JoinFixtures.late(JoinFixtures.CLICK, CORRECTS).policy();
    return new Said(prediction("r", T), "click", policy, 1, grounds);
  }

  private static JoinLog join(Model.Late late) {
    return join(late, OnTimeout.NEGATIVE, Emit.BOTH);
  }

  private static Emission.Corrected last(JoinLog log) {
    return (Emission.Corrected) log.emissions.get(log.emissions.size() - 1);
  }

  @Test
  void clickThatComesLateCorrectsANegativeAndTakesItBack() {
    JoinLog log = join(CORRECTS);
    log.observe(click(T + MINUTE, 40), CLOSE + 2 * HOUR - 1);
    assertThat(log.emissions)
        .containsExactly(
            new Emission.TimedOut(said(new Grounds(null, 0, 35 * MINUTE)), Silence.USUAL),
            new Emission.Corrected(
                said(new Grounds("click", 1, 155 * MINUTE)),
                new Standing(true, 1, T + MINUTE, 2),
                null,
                Silence.USUAL));
    assertThat(last(log).revision()).isEqualTo(1);
    assertThat(last(log).delayMs()).isEqualTo(MINUTE);
    assertThat(log.count(JoinCounter.LATE_CORRECTED, "click")).isEqualTo(1);
    assertThat(log.count(JoinCounter.OUTCOME_APPLIED)).isEqualTo(1);
    assertThat(log.count(JoinCounter.TIMED_OUT, "click")).as("it stays what it was").isEqualTo(1);
    assertThat(log.count(JoinCounter.JOINED, "click")).isZero();
    assertThat(log.pending("click")).isZero();
  }

  @Test
  void whatComesAtTheEndOfTheHorizonIsBeyondIt() {
    JoinLog log = join(CORRECTS);
    log.observe(click(T + MINUTE, 40), CLOSE + 2 * HOUR);
    assertThat(log.emissions).hasSize(1);
    assertThat(log.count(JoinCounter.LATE_BEYOND, "click")).isEqualTo(1);
    assertThat(log.count(JoinCounter.OUTCOME_LATE)).isEqualTo(1);
  }

  @Test
  void withoutAHorizonEveryLateOutcomeIsBeyondIt() {
    JoinLog log = join(Model.Late.NONE);
    log.observe(click(T + MINUTE, 40), CLOSE);
    assertThat(log.count(JoinCounter.LATE_BEYOND, "click")).isEqualTo(1);
    assertThat(log.count(JoinCounter.LATE_IGNORED)).isZero();
  }

  @Test
  void horizonThatOnlyCountsTellsWhatWouldHaveCorrected() {
    JoinLog log = join(COUNTS);
    log.observe(click(T + MINUTE, 40), CLOSE);
    log.observe(click(T + 31 * MINUTE, 40), CLOSE + 1);
    assertThat(log.count(JoinCounter.LATE_IGNORED, "click")).isEqualTo(1);
    assertThat(log.count(JoinCounter.OUTCOME_LATE)).isEqualTo(2);
    assertThat(log.emissions).hasSize(1);
    log.observe(click(T + MINUTE, 40), CLOSE + 2 * HOUR);
    assertThat(log.count(JoinCounter.LATE_BEYOND, "click")).isEqualTo(1);
  }

  @Test
  void laterCorrectionRetractsTheOneBefore() {
    JoinLog log = join(CORRECTS);
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    log.observe(click(T + 2 * MINUTE, 5), CLOSE);
    Standing final1 = new Standing(true, 1, T + MINUTE, 2);
    assertThat(last(log).retracted()).isEqualTo(final1);
    assertThat(last(log).standing()).isEqualTo(new Standing(false, 1, T + 2 * MINUTE, 3));
    log.observe(click(T + 3 * MINUTE, 40), CLOSE + 1);
    assertThat(last(log).retracted()).isEqualTo(new Standing(false, 1, T + 2 * MINUTE, 3));
    assertThat(log.labels()).containsEntry("r|click", 1.0);
    assertThat(log.count(JoinCounter.LATE_CORRECTED, "click")).isEqualTo(2);
  }

  @Test
  void unlabelledIsCorrectedFromNothing() {
    JoinLog log = join(CORRECTS, OnTimeout.UNLABELLED, Emit.BOTH);
    log.observe(outcome("refusal", T + MINUTE, negative("click")), CLOSE);
    assertThat(last(log).silence()).isNull();
    assertThat(last(log).retracted()).isNull();
    assertThat(log.count(JoinCounter.UNLABELLED, "click")).isEqualTo(1);
  }

  @Test
  void labelThatIsToldAtItsCloseIsCorrectedAllTheSame() {
    JoinLog log = join(CORRECTS, OnTimeout.NEGATIVE, Emit.AT_CLOSE);
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    log.observe(click(T + 2 * MINUTE, 5), CLOSE);
    assertThat(log.emissions).hasSize(2);
    assertThat(last(log).revision()).isEqualTo(1);
  }

  @Test
  void whatSaysTheSameOrCannotBeJudgedCorrectsNothing() {
    JoinLog log = join(CORRECTS);
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    log.observe(click(T + 2 * MINUTE, 50), CLOSE);
    log.observe(outcome("odd", T + MINUTE, unjudged("click")), CLOSE);
    log.observe(click(T + MINUTE, 40), CLOSE);
    assertThat(log.emissions).hasSize(2);
    assertThat(log.count(JoinCounter.LATE_CORRECTED)).isZero();
    assertThat(log.count(JoinCounter.OUTCOME_DUPLICATE)).isEqualTo(1);
  }

  /** The clock is behind: what came after the close is read before it. */
  @Test
  void whatIsReadEarlyIsLateAllTheSame() {
    JoinLog log = join(CORRECTS);
    log.observe(click(T + MINUTE, 40), new Moment(CLOSE + 5, T + 2 * MINUTE));
    assertThat(log.emissions).isEmpty();
    assertThat(log.pending("click")).isEqualTo(1);
    log.passTime(CLOSE);
    assertThat(log.emissions).hasSize(2);
    assertThat(last(log).silence()).isEqualTo(Silence.USUAL);
    assertThat(log.count(JoinCounter.TIMED_OUT)).isEqualTo(1);
    assertThat(log.count(JoinCounter.LATE_CORRECTED)).isEqualTo(1);
  }

  @Test
  void lateOutcomeThatCameBeforeItsPredictionWasReadCorrects() {
    Model.Label click = JoinFixtures.late(JoinFixtures.CLICK, CORRECTS);
    JoinLog log = new JoinLog(List.of(click), HORIZONS);
    log.observe(click(T + MINUTE, 40), new Moment(CLOSE + 5, T + 2 * MINUTE));
    log.predict(prediction("r", T), new Moment(T, T + 2 * MINUTE));
    log.passTime(CLOSE);
    assertThat(last(log).silence()).isEqualTo(Silence.USUAL);
  }

  @Test
  void payloadIsKeptOnlyWhereItMayBeNeeded() {
    JoinLog counts = join(COUNTS);
    JoinLog corrects = join(CORRECTS);
    counts.passTime(CLOSE);
    corrects.passTime(CLOSE);
    assertThat(counts.states.get("r")).isInstanceOf(JoinState.Closed.class);
    assertThat(corrects.states.get("r")).isInstanceOf(JoinState.Open.class);
    corrects.passTime(CLOSE + 2 * HOUR);
    assertThat(corrects.states.get("r"))
        .isEqualTo(new JoinState.Closed(CLOSE + 2 * HOUR + 14 * DAY));
  }

  @Test
  void requestIsRememberedForAsLongBehindItsHorizon() {
    JoinLog log = join(COUNTS);
    log.passTime(CLOSE + 2 * HOUR + 14 * DAY - 1);
    assertThat(log.states).isNotEmpty();
    log.passTime(CLOSE + 2 * HOUR + 14 * DAY);
    assertThat(log.states).isEmpty();
    log.predict(prediction("r", T), CLOSE + 2 * HOUR + 14 * DAY);
    assertThat(log.count(JoinCounter.PREDICTION_EXPIRED)).isEqualTo(1);
  }

  /** Two labels, and what is kept of each; beside the request id. */
  @Test
  void closedIdInsideItsHorizonIsSmall() {
    Model.Late week = new Model.Late(Duration.ofDays(7), false);
    JoinLog log = new JoinLog(JoinFixtures.labels(Model.Several.LATEST, week), HORIZONS);
    log.predict(prediction("r", T), T);
    log.observe(purchase(T + HOUR, 2), T + HOUR);
    log.passTime(T + 7 * DAY + 1);
    byte[] bytes = new JoinStateCodec().encode(log.states.get("r"));
    assertThat(log.states.get("r")).isInstanceOf(JoinState.Closed.class);
    assertThat(bytes.length).isLessThanOrEqualTo(48);
  }

  @Test
  void outcomeGivenUpBeforeItsPredictionCameIsAnOrphanHoweverTheyAreRead() {
    long cameMs = T - DAY - HOUR;
    JoinHorizons hold = new JoinHorizons(Duration.ofHours(1), Duration.ofDays(2), Duration.ZERO);
    for (boolean outcomeFirst : List.of(true, false)) {
      JoinLog log = new JoinLog(JoinFixtures.LABELS, hold);
      Moment early = new Moment(cameMs, cameMs);
      Moment late = new Moment(cameMs + 2 * DAY + HOUR, cameMs);
      if (outcomeFirst) {
        log.observe(click(cameMs, 40), early);
      }
      log.predict(prediction("r", T), late);
      if (!outcomeFirst) {
        log.observe(click(cameMs, 40), early);
      }
      assertThat(log.count(JoinCounter.OUTCOME_ORPHANED)).as("%s", outcomeFirst).isEqualTo(1);
      assertThat(log.fates)
          .containsExactly(
              new Fate(new ReadAt("outcomes", 0, 0), Fate.Kind.HELD),
              new Fate(new ReadAt("outcomes", 0, 0), Fate.Kind.ORPHANED));
      assertThat(log.emissions).isEmpty();
    }
  }
}
