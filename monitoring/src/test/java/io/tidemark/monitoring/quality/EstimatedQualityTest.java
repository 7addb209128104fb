package io.tidemark.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What is to be expected before labels: beside rows, beside what came, and where it is blind. */
class EstimatedQualityTest {
  private static final int MANY = 20_000;
  private static final DoubleUnaryOperator CALIBRATED = score -> score;

  /** Skewed to low scores, as those of rare events are. */
  private static double[] scores(Random random, double power) {
    return random.doubles(MANY).map(value -> Math.pow(value, power)).toArray();
  }

  private static CohortSums predicted(double[] scores) {
    CohortSums sums = new CohortSums();
    for (double score : scores) {
      sums.opened(1);
      sums.predicted(score);
    }
    return sums;
  }

  /** With labels that are positive at the rate that a score means. */
  private static CohortSums labelled(double[] scores, DoubleUnaryOperator rate, Random random) {
    CohortSums sums = predicted(scores);
    for (double score : scores) {
      boolean positive = random.nextDouble() < rate.applyAsDouble(score);
      sums.add(new LabelledScore(score, positive ? 1.0 : 0.0, 1));
    }
    return sums;
  }

  private static EstimatedQuality estimate(CohortSums cohort, CohortSums before) {
    return EstimatedQuality.of(cohort, Calibration.of(List.of(before)), 0.5).orElseThrow();
  }

  @RepeatedTest(5)
  void tilesAreWithinAThousandthOfRows(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    double power = 1 + random.nextInt(4);
    DoubleUnaryOperator overconfident = score -> 0.8 * score * score;
    CohortSums before = labelled(scores(random, power), overconfident, random);
    Calibration calibration = Calibration.of(List.of(before));
    double[] scores = scores(random, power);
    EstimatedQuality tiles = EstimatedQuality.of(predicted(scores), calibration, 0.5).orElseThrow();

    ExpectedQuality rows = rows(scores, calibration);
    double losses = 0;
    double squares = 0;
    for (double score : scores) {
      double rate = calibration.rateOf(score);
      losses += -rate * Math.log(score) - (1 - rate) * Math.log(1 - score);
      squares += rate * (1 - score) * (1 - score) + (1 - rate) * score * score;
    }
    String what = "seed " + seed;
    assertThat(tiles.decisions().accuracy()).as(what).isCloseTo(rows.accuracy(), within(1e-9));
    assertThat(tiles.decisions().precision()).as(what).isCloseTo(rows.precision(), within(1e-9));
    assertThat(tiles.decisions().recall()).as(what).isCloseTo(rows.recall(), within(1e-9));
    assertThat(tiles.logLoss()).as(what).isCloseTo(losses / MANY, within(1e-3));
    assertThat(tiles.brier()).as(what).isCloseTo(squares / MANY, within(1e-3));
    assertThat(tiles.auc()).as(what).isCloseTo(auc(scores, calibration), within(1e-3));
  }

  /** Decided by the score, expected by what it means. */
  private static ExpectedQuality rows(double[] scores, Calibration calibration) {
    double[] counts = new double[4];
    for (double score : scores) {
      double rate = calibration.rateOf(score);
      int decided = score >= 0.5 ? 0 : 2;
      counts[decided] += rate;
      counts[decided + 1] += 1 - rate;
    }
    return new ExpectedQuality(counts[0], counts[1], counts[2], counts[3], 0);
  }

  /** Each row as a bin of its own. */
  private static double auc(double[] scores, Calibration calibration) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double[] positives = Arrays.stream(sorted).map(calibration::rateOf).toArray();
    double[] negatives = Arrays.stream(positives).map(rate -> 1 - rate).toArray();
    return new ScoreTable(positives, negatives).auc();
  }

  @RepeatedTest(5)
  void estimateIsWhatComesWhereScoresMeanWhatTheyMeant(RepetitionInfo seed) {
    Random random = new Random(100 + seed.getCurrentRepetition());
    DoubleUnaryOperator overconfident = score -> 0.8 * score * score;
    CohortSums before = labelled(scores(random, 1), overconfident, random);
    CohortSums cohort = labelled(scores(random, 2), overconfident, random);
    EstimatedQuality expected = estimate(cohort, before);
    CohortQuality came = CohortQuality.of(cohort, 0.5);

    String what = "seed " + seed;
    assertThat(expected.positiveRate()).as(what).isCloseTo(came.positiveRate(), within(0.02));
    assertThat(expected.brier()).as(what).isCloseTo(came.brier(), within(0.02));
    assertThat(expected.logLoss()).as(what).isCloseTo(came.logLoss(), within(0.03));
    assertThat(expected.auc()).as(what).isCloseTo(came.auc(), within(0.02));
    assertThat(expected.decisions().accuracy())
        .as(what)
        .isCloseTo(came.decisions().accuracy(), within(0.02));
  }

  @Test
  void priorShiftShowsBeforeAnyLabel() {
    Random random = new Random(7);
    CohortSums before = labelled(scores(random, 3), CALIBRATED, random);
    EstimatedQuality usual = estimate(predicted(scores(random, 3)), before);
    double[] shifted = scores(random, 1);
    EstimatedQuality flagged = estimate(predicted(shifted), before);

    assertThat(usual.positiveRate()).isCloseTo(0.25, within(0.02));
    assertThat(flagged.positiveRate()).isCloseTo(0.5, within(0.02));
    assertThat(flagged.brier()).isGreaterThan(usual.brier() + 0.04);
    CohortQuality came = CohortQuality.of(labelled(shifted, CALIBRATED, random), 0.5);
    assertThat(came.positiveRate()).isCloseTo(flagged.positiveRate(), within(0.02));
    assertThat(came.brier()).isCloseTo(flagged.brier(), within(0.02));
  }

  @Test
  void conceptDriftDoesNotShow() {
    Random random = new Random(8);
    CohortSums before = labelled(scores(random, 1), CALIBRATED, random);
    double[] scores = scores(random, 1);
    CohortSums turned = labelled(scores, score -> 1 - score, random);
    EstimatedQuality expected = estimate(turned, before);

    assertThat(expected).as("as without its labels").isEqualTo(estimate(predicted(scores), before));
    assertThat(expected.auc()).isGreaterThan(0.8);
    assertThat(CohortQuality.of(turned, 0.5).auc()).isLessThan(0.2);
  }

  @Test
  void withoutLabelsBeforeOrScoresNothingIsExpected() {
    Random random = new Random(9);
    CohortSums cohort = predicted(scores(random, 1));
    assertThat(EstimatedQuality.of(cohort, Calibration.of(List.of()), 0.5)).isEmpty();
    CohortSums before = labelled(scores(random, 1), CALIBRATED, random);
    CohortSums silent = new CohortSums();
    silent.predicted(null);
    silent.predicted(Double.NaN);
    silent.predicted(1.5);
    assertThat(EstimatedQuality.of(silent, Calibration.of(List.of(before)), 0.5)).isEmpty();
    assertThat(silent.isZero()).isTrue();
  }

  @Test
  void stepsNeverFallAndArePooledByWeight() {
    CohortSums labels = new CohortSums();
    List<Double> positives = new ArrayList<>(List.of(0.1, 0.3, 0.7));
    positives.forEach(score -> labels.add(new LabelledScore(score, 1.0, 1)));
    labels.add(new LabelledScore(0.2, 0.0, 1));
    labels.add(new LabelledScore(0.4, 0.0, 3));
    Calibration calibration = Calibration.of(List.of(labels));

    assertThat(calibration.rateOf(0.05)).as("as the first").isEqualTo(2 / 6.0);
    assertThat(calibration.rateOf(0.3)).isEqualTo(2 / 6.0);
    assertThat(calibration.rateOf(0.69)).as("as the one below").isEqualTo(2 / 6.0);
    assertThat(calibration.rateOf(0.7)).isEqualTo(1);
  }
}
