package io.tidemark.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.monitoring.drift.episode.Standing;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Standard errors beside how figures of many cohorts differ. */
class JudgedFigurePropertyTest {
  private static final long SEED = 20_261_201;
  private static final int COHORTS = 400;
  private static final int LABELS = 300;

  private final Random random = new Random(SEED);

  private CohortSums cohort(int labels, double weight) {
    CohortSums sums = new CohortSums();
    for (int i = 0; i < labels; i++) {
      double score = random.nextDouble();
      double value = random.nextDouble() < 0.2 + 0.5 * score ? 1 : 0;
      sums.add(new LabelledScore(score, value, weight));
    }
    return sums;
  }

  @Test
  void standardErrorIsHowMuchCohortsDiffer() {
    for (Judged figure : new Judged[] {Judged.AUC, Judged.LOG_LOSS, Judged.BRIER}) {
      double first = 0;
      double second = 0;
      double error = 0;
      for (int i = 0; i < COHORTS; i++) {
        JudgedFigure found = JudgedFigure.of(cohort(LABELS, 1), figure, 0.5);
        first += found.value();
        second += found.value() * found.value();
        error += found.standardError();
      }
      double mean = first / COHORTS;
      double deviation = Math.sqrt(second / COHORTS - mean * mean);
      assertThat(error / COHORTS / deviation)
          .as("%s, seed %d", figure, SEED)
          .isCloseTo(1, within(0.12));
    }
  }

  @Test
  void weightsChangeNeitherFigureNorError() {
    long seed = SEED + 1;
    for (Judged figure : Judged.values()) {
      random.setSeed(seed);
      JudgedFigure one = JudgedFigure.of(cohort(LABELS, 1), figure, 0.5);
      random.setSeed(seed);
      JudgedFigure half = JudgedFigure.of(cohort(LABELS, 0.5), figure, 0.5);
      assertThat(half.value()).as("%s", figure).isCloseTo(one.value(), within(1e-9));
      assertThat(half.standardError()).isCloseTo(one.standardError(), within(1e-9));
      assertThat(half.labels()).isEqualTo(LABELS);
    }
  }

  @Test
  void figuresAreThoseOfTheCohort() {
    CohortSums sums = cohort(2_000, 1);
    CohortQuality quality = CohortQuality.of(sums, 0.5);
    assertThat(JudgedFigure.of(sums, Judged.AUC, 0.5).value()).isEqualTo(quality.auc());
    assertThat(JudgedFigure.of(sums, Judged.LOG_LOSS, 0.5).value())
        .isCloseTo(quality.logLoss(), within(1e-4));
    assertThat(JudgedFigure.of(sums, Judged.BRIER, 0.5).value())
        .isCloseTo(quality.brier(), within(1e-4));
    assertThat(JudgedFigure.of(sums, Judged.ECE, 0.5).value())
        .isBetween(0.0, quality.calibrationError());
  }

  @Test
  void calibratedScoresHaveNoErrorBeyondChance() {
    int alerts = 0;
    for (int i = 0; i < COHORTS; i++) {
      CohortSums sums = new CohortSums();
      for (int label = 0; label < LABELS; label++) {
        double score = random.nextDouble();
        sums.add(new LabelledScore(score, random.nextDouble() < score ? 1.0 : 0.0, 1));
      }
      JudgedFigure found = JudgedFigure.of(sums, Judged.ECE, 0.5);
      alerts += found.standing(Judged.ECE, 0.01, 100) == Standing.ALERT ? 1 : 0;
    }
    assertThat(alerts).as("seed %d", SEED).isLessThan(COHORTS / 40);
  }

  @Test
  void whatIsWorseByChanceOrOfTooFewLabelsAlertsNot() {
    JudgedFigure found = new JudgedFigure(0.66, 0.02, 150);
    assertThat(found.standing(Judged.AUC, 0.7, 100)).isEqualTo(Standing.BELOW);
    assertThat(found.standing(Judged.AUC, 0.73, 100)).isEqualTo(Standing.ALERT);
    assertThat(found.standing(Judged.AUC, 0.73, 151)).isEqualTo(Standing.UNKNOWN);
    assertThat(found.standing(Judged.AUC, 0.6, 100)).isEqualTo(Standing.CALM);
    assertThat(found.standing(Judged.BRIER, 0.5, 100)).isEqualTo(Standing.ALERT);
    CohortSums few = cohort(12, 1);
    assertThat(JudgedFigure.of(few, Judged.AUC, 0.5).standing(Judged.AUC, 1, 1))
        .as("less than ten of one")
        .isEqualTo(Standing.UNKNOWN);
    assertThat(JudgedFigure.of(new CohortSums(), Judged.ECE, 0.5).standing(Judged.ECE, 0, 1))
        .isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void whatWasHeldToBeImpossibleIsAFiniteLoss() {
    CohortSums sums = new CohortSums();
    for (int i = 0; i < 99; i++) {
      sums.add(new LabelledScore(0.5, 1.0, 1));
    }
    sums.add(new LabelledScore(0.0, 1.0, 1));
    JudgedFigure found = JudgedFigure.of(sums, Judged.LOG_LOSS, 0.5);
    assertThat(found.value()).isCloseTo(0.99 * Math.log(2) + 0.01 * Math.log(1e6), within(1e-9));
  }
}
