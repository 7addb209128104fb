package io.tidemark.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.monitoring.quality.CohortQuality.Decisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Labels that are told, revised and taken back in any order, beside a batch over the last word. */
class CohortQualityPropertyTest {
  private static final double THRESHOLD = 0.37;

  @RepeatedTest(30)
  void streamedSumsAreThoseOfABatchToTheBit(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    List<Labels.History> histories = Labels.random(random, 300);

    CohortSums streamed = Labels.streamed(histories, random);
    assertThat(streamed).as("seed %s", seed).isEqualTo(Labels.batch(histories));
    assertThat(CohortQuality.of(streamed, THRESHOLD))
        .isEqualTo(CohortQuality.of(Labels.batch(histories), THRESHOLD));
  }

  @RepeatedTest(30)
  void figuresAreThoseOfTheNaiveFormulas(RepetitionInfo seed) {
    Random random = new Random(1_000 + seed.getCurrentRepetition());
    List<Labels.History> histories = Labels.random(random, 500);
    CohortQuality quality = CohortQuality.of(Labels.streamed(histories, random), THRESHOLD);
    List<ScoredLabel> labels = Labels.scored(histories);
    String history = "seed " + seed;

    assertThat(quality.weight())
        .as(history)
        .isCloseTo(labels.stream().mapToDouble(ScoredLabel::weight).sum(), within(1e-9));
    assertThat(quality.logLoss())
        .as(history)
        .isCloseTo(ProbabilityQuality.logLoss(labels), within(1e-9));
    assertThat(quality.brier())
        .as(history)
        .isCloseTo(ProbabilityQuality.brier(labels), within(1e-9));
    assertThat(quality.calibrationError())
        .as(history)
        .isCloseTo(ProbabilityQuality.calibrationError(labels, 10), within(1e-9));
    double exact = Labels.exactAuc(labels).orElseThrow();
    assertThat(quality.auc()).as(history).isCloseTo(exact, within(quality.aucBound() + 1e-12));
    assertThat(quality.auc()).as(history).isCloseTo(exact, within(0.01));
    assertThat(quality.aucBound()).as(history).isLessThan(0.05);
    decisions(quality.decisions(), labels, history);
    errors(quality.errors(), histories, history);
  }

  private static void decisions(Decisions decisions, List<ScoredLabel> labels, String history) {
    double[] weights = new double[4];
    for (ScoredLabel label : labels) {
      int decided = label.score() >= THRESHOLD ? 0 : 2;
      weights[decided + (label.positive() ? 0 : 1)] += label.weight();
    }
    assertThat(decisions.precision())
        .as(history)
        .isCloseTo(weights[0] / (weights[0] + weights[1]), within(1e-9));
    assertThat(decisions.recall())
        .as(history)
        .isCloseTo(weights[0] / (weights[0] + weights[2]), within(1e-9));
    assertThat(decisions.accuracy())
        .as(history)
        .isCloseTo(
            (weights[0] + weights[3]) / (weights[0] + weights[1] + weights[2] + weights[3]),
            within(1e-9));
  }

  private static void errors(NumericErrors errors, List<Labels.History> histories, String history) {
    double absolute = 0;
    double squared = 0;
    double weight = 0;
    for (Labels.History one : histories) {
      LabelledScore label = one.last();
      LabelledPart part = label.part();
      if (part == LabelledPart.SCORED || part == LabelledPart.NOT_PROBABILITY) {
        absolute += label.weight() * Math.abs(label.error());
        squared += label.weight() * label.error() * label.error();
        weight += label.weight();
      }
    }
    assertThat(errors.meanAbsolute()).as(history).isCloseTo(absolute / weight, within(1e-9));
    assertThat(errors.rootMeanSquare())
        .as(history)
        .isCloseTo(Math.sqrt(squared / weight), within(1e-9));
  }

  @RepeatedTest(20)
  void revisedBackAreTheSameBits(RepetitionInfo seed) {
    Random random = new Random(2_000 + seed.getCurrentRepetition());
    List<Labels.History> histories = Labels.random(random, 200);
    CohortSums sums = Labels.batch(histories);
    byte[] before = sums.encode();

    List<LabelledScore> others = new ArrayList<>();
    for (Labels.History history : histories) {
      LabelledScore is = history.last();
      Double value = is.value() == null ? Double.valueOf(1) : Double.valueOf(1 - is.value());
      LabelledScore other = new LabelledScore(is.score(), value, is.weight() * 1.7);
      others.add(other);
      LabelEvent.told(Labels.KEY, other, is).addTo(sums);
    }
    assertThat(sums.encode()).as("revised, seed %s", seed).isNotEqualTo(before);
    for (int i = 0; i < histories.size(); i++) {
      LabelEvent.told(Labels.KEY, histories.get(i).last(), others.get(i)).addTo(sums);
    }

    assertThat(sums.encode()).as("revised back, seed %s", seed).isEqualTo(before);
  }

  @Test
  void whatIsTakenBackWholeLeavesNothing() {
    CohortSums sums = new CohortSums();
    LabelledScore label = new LabelledScore(0.3, 1.0, 2.5);
    sums.add(label);
    sums.retract(label);

    assertThat(sums.isZero()).isTrue();
    assertThat(sums).isEqualTo(new CohortSums());
  }

  @Test
  void withoutLabelsNothingIsZero() {
    CohortQuality quality = CohortQuality.of(new CohortSums(), 0.5);

    assertThat(quality.auc()).isNaN();
    assertThat(quality.logLoss()).isNaN();
    assertThat(quality.brier()).isNaN();
    assertThat(quality.calibrationError()).isNaN();
    assertThat(quality.positiveRate()).isNaN();
    assertThat(quality.decisions().precision()).isNaN();
    assertThat(quality.errors().meanAbsolute()).isNaN();
    assertThat(quality.calibration()).isEmpty();
  }

  @Test
  void whatWasHeldToBeImpossibleMakesTheLossInfiniteUntilItIsTakenBack() {
    CohortSums sums = new CohortSums();
    sums.add(new LabelledScore(0.25, 1.0, 1));
    LabelledScore impossible = new LabelledScore(1.0, 0.0, 1);
    sums.add(impossible);
    assertThat(CohortQuality.of(sums, 0.5).logLoss()).isInfinite();

    sums.retract(impossible);
    assertThat(CohortQuality.of(sums, 0.5).logLoss()).isCloseTo(Math.log(4), within(1e-12));
  }

  @Test
  void rankingOfScoresOfThreeDecimalsIsExact() {
    Random random = new Random(5);
    CohortSums sums = new CohortSums();
    List<ScoredLabel> labels = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double score = random.nextInt(1001) / 1000.0;
      boolean positive = random.nextDouble() < score;
      labels.add(ScoredLabel.of(score, positive));
      sums.add(new LabelledScore(score, positive ? 1.0 : 0.0, 1));
    }

    assertThat(CohortQuality.of(sums, 0.5).auc())
        .isCloseTo(Labels.exactAuc(labels).orElseThrow(), within(1e-12));
  }
}
