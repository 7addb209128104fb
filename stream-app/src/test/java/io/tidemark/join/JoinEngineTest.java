package io.tidemark.join;

import static io.tidemark.join.JoinFixtures.DAY;
import static io.tidemark.join.JoinFixtures.HORIZONS;
import static io.tidemark.join.JoinFixtures.HOUR;
import static io.tidemark.join.JoinFixtures.LABELS;
import static io.tidemark.join.JoinFixtures.MINUTE;
import static io.tidemark.join.JoinFixtures.T;
import static io.tidemark.join.JoinFixtures.click;
import static io.tidemark.join.JoinFixtures.impression;
import static io.tidemark.join.JoinFixtures.negative;
import static io.tidemark.join.JoinFixtures.noClick;
import static io.tidemark.join.JoinFixtures.outcome;
import static io.tidemark.join.JoinFixtures.prediction;
import static io.tidemark.join.JoinFixtures.purchase;
import static io.tidemark.join.JoinFixtures.said;
import static io.tidemark.join.JoinFixtures.unjudged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.definition.Model.Emit;
import io.tidemark.definition.Model.OnTimeout;
import io.tidemark.definition.Model.Several;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinEngineTest {
  private final JoinLog log = new JoinLog(LABELS, HORIZONS);

  @Test
  void outcomeInsideTheWindowIsEmittedAtOnce() {
    Prediction prediction = prediction("r", T);
    log.predict(prediction, T);
    Step step = log.observe(click(T + 2 * MINUTE, 40), T + 3 * MINUTE);
    Standing standing = new Standing(true, 1.0, T + 2 * MINUTE, 1);
    Grounds grounds = new Grounds("click", 1, 3 * MINUTE);
    Emission.Labelled expected =
        new Emission.Labelled(said(prediction, "click", grounds), standing, null, true);
    assertThat(step.emissions()).containsExactly(expected);
    assertThat(expected.delayMs()).isEqualTo(2 * MINUTE);
    assertThat(log.pending("click")).isZero();
    assertThat(log.pending("purchase")).isEqualTo(1);
  }

  @Test
  void windowEndIsInclusiveAndTheNextMillisecondIsOutside() {
    log.predict(prediction("r", T), T);
    log.observe(click(T + 30 * MINUTE + 1, 40), T + 31 * MINUTE);
    assertThat(log.count(JoinCounter.OUTCOME_OUTSIDE_WINDOW)).isEqualTo(1);
    assertThat(log.emissions).isEmpty();
    log.observe(click(T + 30 * MINUTE, 40), T + 35 * MINUTE);
    assertThat(log.count(JoinCounter.JOINED, "click")).isEqualTo(1);
  }

  @Test
  void outcomeArrivingOneMillisecondAfterTheGraceIsLate() {
    log.predict(prediction("r", T), T);
    Step step = log.observe(click(T + MINUTE, 40), T + 35 * MINUTE + 1);
    assertThat(step.emissions()).containsExactly(noClick(prediction("r", T)));
    assertThat(log.count(JoinCounter.OUTCOME_LATE)).isEqualTo(1);
  }

  @Test
  void timeoutIsNeverEarlyAndHappensOnce() {
    long closesMs = log.predict(prediction("r", T), T).nextDueMs();
    assertThat(closesMs).isEqualTo(T + 35 * MINUTE + 1);
    log.passTime(closesMs - 1);
    assertThat(log.emissions).isEmpty();
    log.passTime(closesMs);
    log.passTime(closesMs + 1);
    assertThat(log.emissions).containsExactly(noClick(prediction("r", T)));
  }

  @Test
  void labelWithoutNegativesBecomesUnlabelled() {
    log.predict(prediction("r", T), T);
    log.passTime(T + 8 * DAY);
    assertThat(log.emissions)
        .contains(
            new Emission.Unlabelled(
                said(prediction("r", T), "purchase", new Grounds(null, 0, 7 * DAY))));
    assertThat(log.count(JoinCounter.UNLABELLED, "purchase")).isEqualTo(1);
  }

  @Test
  void outcomeOfAnotherKindDecidesNothing() {
    log.predict(prediction("r", T), T);
    log.observe(impression(T), T);
    log.observe(purchase(T + MINUTE, 10), T + MINUTE);
    assertThat(log.pending("click")).isEqualTo(1);
    assertThat(log.count(JoinCounter.OUTCOME_NO_EVIDENCE)).isEqualTo(1);
    assertThat(log.count(JoinCounter.JOINED, "purchase")).isEqualTo(1);
  }

  @Test
  void longerDwellTimeTurnsAnUndecidedClickPositive() {
    log.predict(prediction("r", T), T);
    assertThat(log.observe(click(T + MINUTE, 10), T + MINUTE).emissions()).isEmpty();
    log.observe(click(T + 2 * MINUTE, 40), T + 2 * MINUTE);
    assertThat(log.labels()).containsEntry("r|click", 1.0);
    assertThat(log.count(JoinCounter.REVISED)).isZero();
  }

  @Test
  void correctionRetractsWhatItReplaces() {
    log.predict(prediction("r", T), T);
    log.observe(purchase(T + HOUR, 10), T + HOUR);
    Step step = log.observe(purchase(T + 2 * HOUR, 12), T + 2 * HOUR);
    assertThat(step.emissions())
        .containsExactly(
            new Emission.Labelled(
                said(prediction("r", T), "purchase", new Grounds("purchase", 2, 2 * HOUR)),
                new Standing(true, 12, T + HOUR, 2),
                new Standing(true, 10, T + HOUR, 1),
                true));
    assertThat(log.count(JoinCounter.REVISED, "purchase")).isEqualTo(1);
  }

  @Test
  void clickTakenBackBecomesANegativeThatStaysJoined() {
    log.predict(prediction("r", T), T);
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    log.observe(click(T + 2 * MINUTE, 0), T + 2 * MINUTE);
    log.passTime(T + HOUR);
    assertThat(log.labels()).containsEntry("r|click", 0.0);
    assertThat(log.count(JoinCounter.TIMED_OUT)).isZero();
  }

  @Test
  void repeatedPositiveOfTheSameMeaningEmitsNothing() {
    log.predict(prediction("r", T), T);
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    assertThat(log.observe(click(T + 5 * MINUTE, 50), T + 5 * MINUTE).emissions()).isEmpty();
    assertThat(log.count(JoinCounter.OUTCOME_APPLIED)).isEqualTo(2);
  }

  @Test
  void explicitNegativeDecidesWithoutWaiting() {
    log.predict(prediction("r", T), T);
    log.observe(outcome("refusal", T + MINUTE, negative("purchase")), T + MINUTE);
    assertThat(log.labels()).containsEntry("r|purchase", 0.0);
    log.observe(purchase(T + HOUR, 9), T + HOUR);
    assertThat(log.labels()).containsEntry("r|purchase", 1.0);
  }

  @Test
  void equalRepeatIsADuplicateBeforeAndAfterThePrediction() {
    log.observe(click(T, 40), T);
    log.observe(click(T, 40), T);
    log.predict(prediction("r", T), T);
    log.observe(click(T, 40), T);
    assertThat(log.count(JoinCounter.OUTCOME_DUPLICATE)).isEqualTo(2);
    assertThat(log.emissions).hasSize(1);
  }

  @Test
  void heldOutcomesAreJoinedWithoutRevisions() {
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    log.observe(click(T + 2 * MINUTE, 5), T + 2 * MINUTE);
    Step step = log.predict(prediction("r", T), T + 3 * MINUTE);
    assertThat(step.emissions()).hasSize(1);
    assertThat(log.labels()).containsEntry("r|click", 0.0);
  }

  @Test
  void heldOutcomeBecomesAnOrphanWhenItsHoldExpires() {
    Step held = log.observe(click(T, 40), T + MINUTE);
    assertThat(held.nextDueMs()).isEqualTo(T + 3 * MINUTE + DAY);
    log.passTime(T + 3 * MINUTE + DAY - 1);
    assertThat(log.held()).isEqualTo(1);
    log.passTime(T + 3 * MINUTE + DAY);
    assertThat(log.count(JoinCounter.OUTCOME_ORPHANED)).isEqualTo(1);
    assertThat(log.states).isEmpty();
  }

  @Test
  void outcomeThatCameBeforeALatePredictionIsJoined() {
    log.observe(click(T + MINUTE, 40), T + 40 * MINUTE);
    log.predict(prediction("r", T), T + 41 * MINUTE);
    assertThat(log.labels()).containsEntry("r|click", 1.0);
  }

  @Test
  void outcomeDatedBeforeThePredictionCountsWithinTheSkew() {
    log.predict(prediction("r", T), T);
    log.observe(click(T - 2 * MINUTE - 1, 40), T);
    assertThat(log.count(JoinCounter.OUTCOME_OUTSIDE_WINDOW)).isEqualTo(1);
    Step step = log.observe(click(T - 2 * MINUTE, 40), T);
    assertThat(((Emission.Labelled) step.emissions().get(0)).delayMs()).isEqualTo(-2 * MINUTE);
  }

  @Test
  void lastWordOnALabelSaysThatItIs() {
    log.predict(prediction("r", T), T);
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    log.passTime(T + 35 * MINUTE);
    assertThat(log.emissions).hasSize(1);
    log.passTime(T + 35 * MINUTE + 1);
    Standing told = new Standing(true, 1.0, T + MINUTE, 1);
    assertThat(log.emissions.get(1))
        .isEqualTo(
            new Emission.Labelled(
                said(prediction("r", T), "click", new Grounds("click", 1, 35 * MINUTE)),
                told.told(2),
                told,
                false));
    assertThat(log.count(JoinCounter.REVISED)).isZero();
  }

  @Test
  void labelIsToldOfAsItsDefinitionSays() {
    assertThat(examplesOf(Emit.EAGER)).containsExactly("0 provisional", "1 provisional");
    assertThat(examplesOf(Emit.AT_CLOSE)).containsExactly("0 final");
    assertThat(examplesOf(Emit.BOTH)).containsExactly("0 provisional", "1 provisional", "2 final");
  }

  private static List<String> examplesOf(Emit emit) {
    Duration window = Duration.ofMinutes(30);
    JoinLog one =
        new JoinLog(
            List.of(
                JoinFixtures.label("purchase", window, Duration.ZERO, OnTimeout.NEGATIVE, emit)),
            HORIZONS);
    one.predict(prediction("r", T), T);
    one.observe(purchase(T + 1, 10), T + 1);
    one.observe(purchase(T + 2, 12), T + 2);
    one.passTime(T + DAY);
    assertThat(one.count(JoinCounter.REVISED)).isEqualTo(1);
    assertThat(one.labels()).containsEntry("r|purchase", 1.0);
    return one.emissions.stream()
        .map(Emission.Labelled.class::cast)
        .map(e -> e.revision() + (e.provisional() ? " provisional" : " final"))
        .toList();
  }

  @Test
  void whatCannotBeJudgedIsNoNegative() {
    log.predict(prediction("r", T), T);
    log.observe(outcome("click", T + MINUTE, unjudged("click")), T + MINUTE);
    log.passTime(T + HOUR);
    assertThat(log.emissions)
        .containsExactly(
            new Emission.Unlabelled(
                said(prediction("r", T), "click", new Grounds(null, 0, 35 * MINUTE))));
    assertThat(log.count(JoinCounter.UNLABELLED, "click")).isEqualTo(1);
  }

  @Test
  void whatCannotBeJudgedTakesNothingBack() {
    log.predict(prediction("r", T), T);
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    log.observe(outcome("click", T + 2 * MINUTE, unjudged("click")), T + 2 * MINUTE);
    log.passTime(T + HOUR);
    assertThat(log.labels()).containsEntry("r|click", 1.0);
  }

  @Test
  void firstPredictionWins() {
    log.predict(prediction("r", T), T);
    Step step = log.predict(prediction("r", T + 1), T + 1);
    assertThat(step.emissions()).isEmpty();
    assertThat(log.count(JoinCounter.PREDICTION_REPEATED)).isEqualTo(1);
    log.observe(click(T + MINUTE, 40), T + MINUTE);
    assertThat(log.emissions.get(0).prediction()).isEqualTo(prediction("r", T));
  }

  @Test
  void requestIsForgottenAfterItsClosedMemoryAndNeverLabelledAgain() {
    log.predict(prediction("r", T), T);
    long closedMs = T + 7 * DAY + 1;
    log.passTime(closedMs);
    log.predict(prediction("r", T), closedMs);
    assertThat(log.count(JoinCounter.PREDICTION_REPEATED)).isEqualTo(1);
    log.passTime(closedMs + 14 * DAY);
    assertThat(log.states).isEmpty();
    int before = log.emissions.size();
    log.predict(prediction("r", T), closedMs + 14 * DAY);
    assertThat(log.count(JoinCounter.PREDICTION_EXPIRED)).isEqualTo(1);
    assertThat(log.emissions).hasSize(before);
  }

  @Test
  void predictionThatArrivesAfterItsWindowIsGivenTheGrace() {
    long closesMs = log.predict(prediction("r", T), T + HOUR).nextDueMs();
    assertThat(closesMs).isEqualTo(T + HOUR + 5 * MINUTE + 1);
    log.observe(click(T + MINUTE, 40), T + HOUR + MINUTE);
    log.passTime(closesMs);
    assertThat(log.labels()).containsEntry("r|click", 1.0);
  }

  @Test
  void predictionThatArrivesAfterItsOutcomesMayBeGivenUpIsNoNegative() {
    log.predict(prediction("r", T), T + 35 * MINUTE);
    log.predict(prediction("s", T), T + 35 * MINUTE + 1);
    log.passTime(T + HOUR);
    assertThat(log.emissions)
        .containsExactlyInAnyOrder(
            new Emission.TimedOut(
                said(prediction("r", T), "click", new Grounds(null, 0, 40 * MINUTE)),
                Silence.USUAL),
            new Emission.Unlabelled(
                new Said(
                    prediction("s", T),
                    "click",
                    JoinFixtures.CLICK.policy().withoutNegatives(),
                    1,
                    new Grounds(null, 0, 40 * MINUTE + 1))));
  }

  @Test
  void manyOutcomesOfOneKindAreBoundedAndStillExact() {
    log.predict(prediction("r", T), T);
    for (int i = 0; i < 300; i++) {
      log.observe(purchase(T + i, i), T + i);
    }
    JoinState.Open open = (JoinState.Open) log.states.get("r");
    assertThat(open.outcomes()).hasSize(OutcomeMemory.MAX_OUTCOMES);
    assertThat(open.labels().get(1).standing()).isEqualTo(new Standing(true, 299, T, 300));
    assertThat(log.count(JoinCounter.OUTCOME_OVERFLOW)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"LATEST, 7", "FIRST, 10", "ANY, 10", "SUM, 37", "COUNT, 3", "MAX, 20"})
  void severalPurchasesComeToWhatTheDefinitionSays(Several several, double weight) {
    JoinLog one = new JoinLog(JoinFixtures.labels(several), HORIZONS);
    one.predict(prediction("r", T), T);
    one.observe(purchase(T + 1, 10), T + 1);
    one.observe(purchase(T + 2, 20), T + 2);
    one.observe(purchase(T + 3, 7), T + 3);
    JoinState.Open open = (JoinState.Open) one.states.get("r");
    assertThat(open.labels().get(1).standing().weight()).isEqualTo(weight);
    assertThat(open.labels().get(1).standing().timeMs()).isEqualTo(T + 1);
  }

  @Test
  void sumOfMorePurchasesThanAreKeptCountsWhatItLeavesOut() {
    JoinLog one = new JoinLog(JoinFixtures.labels(Several.SUM), HORIZONS);
    one.predict(prediction("r", T), T);
    for (int i = 0; i < 70; i++) {
      one.observe(purchase(T + i, 1), T + i);
    }
    JoinState.Open open = (JoinState.Open) one.states.get("r");
    assertThat(open.labels().get(1).standing().weight()).isEqualTo(64);
    assertThat(one.count(JoinCounter.OUTCOME_OVERFLOW)).isEqualTo(6);
  }

  @Test
  void outcomesOfTooManyKindsAreRefused() {
    log.predict(prediction("r", T), T);
    for (int i = 0; i < 70; i++) {
      log.observe(outcome("kind" + i, T + i, List.of()), T + i);
    }
    assertThat(log.count(JoinCounter.OUTCOME_OVERFLOW)).isEqualTo(70 - OutcomeMemory.MAX_OUTCOMES);
  }

  @Test
  void extremeTimesDoNotWrapAround() {
    Step step = log.predict(prediction("r", Long.MAX_VALUE), T);
    assertThat(step.nextDueMs()).isEqualTo(Long.MAX_VALUE);
    assertThat(log.count(JoinCounter.PREDICTION)).isEqualTo(1);
  }

  @Test
  void engineWithoutLabelsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JoinEngine(List.of(), HORIZONS))
        .withMessageContaining("at least one");
  }
}
