package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Retraction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Negatives that are left out, over corrections before and after the close. */
class NegativeSamplingTopologyTest {
  private static final long SEED = 20_261_130;
  private static final int REQUESTS = 400;
  private static final double KEEP = 0.25;
  private static final String DEFINITIONS =
      """
      namespace: shop
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            labels:
              - name: click
                window: 30m
                positive: "outcome == 'click'"
                negative: "outcome == 'hide'"
                by: attributes.by
                negatives: {keep: 0.25}
                late_horizon: 1d
                late: correct
      """;

  @TempDir Path state;

  private static PredictionLog prediction(int number) {
    PredictionLog prediction = Samples.prediction("r" + number, START, 0.7);
    prediction.setExplorationFlag(number % 10 == 0);
    return prediction;
  }

  private static OutcomeLog outcome(int number, String kind, int second) {
    OutcomeLog outcome = Samples.outcome("r" + number, kind, START.plusSeconds(second));
    outcome.setAttributes(Map.of("by", "one"));
    return outcome;
  }

  @Test
  void sumsOfWhatIsToldOfAreThoseOfTheNewestAndPositivesAreAllThere() throws Exception {
    Random random = new Random(SEED);
    List<LabelledExample> told = new ArrayList<>();
    Map<String, Boolean> truth = new HashMap<>();
    try (DrivenTopology topology = new DrivenTopology(DEFINITIONS, state)) {
      for (int i = 0; i < REQUESTS; i++) {
        topology.prediction(prediction(i));
        truth.put("r" + i, false);
      }
      for (int round = 1; round <= 6; round++) {
        for (int i = 0; i < REQUESTS; i++) {
          if (random.nextInt(6) == 0) {
            boolean clicks = random.nextBoolean();
            topology.outcome(outcome(i, clicks ? "click" : "hide", round));
            truth.put("r" + i, clicks);
          }
        }
        topology.advance(Duration.ofMinutes(round == 3 ? 40 : 1));
        told.addAll(topology.labelled());
        if (round >= 3) {
          check(told, truth);
        }
      }
      double leftOut =
          topology.metric(
              "tidemark_join_results_total{label=\"click\",model=\"ranker\",result=\"sampled_out\"}");
      assertThat(leftOut).isGreaterThan(REQUESTS * 0.5);
      assertThat(
              topology.metric(
                  "tidemark_join_labels{label=\"click\",model=\"ranker\",state=\"pending\"}"))
          .isZero();
    }
  }

  private static void check(List<LabelledExample> told, Map<String, Boolean> truth) {
    Map<String, LabelledExample> newest = new HashMap<>();
    double positives = 0;
    double weight = 0;
    for (LabelledExample example : told) {
      newest.put(example.getRequestId(), example);
      positives += counts(example) * example.getLabelValue();
      weight += counts(example);
      Retraction before = example.getRetracted();
      if (before != null) {
        double takenBack = before.getWeight() * before.getSamplingWeight();
        positives -= takenBack * before.getLabelValue();
        weight -= takenBack;
      }
    }
    assertThat(positives)
        .as("seed %d", SEED)
        .isEqualTo(truth.values().stream().filter(clicked -> clicked).count());
    assertThat(weight)
        .as("seed %d", SEED)
        .isEqualTo(
            newest.values().stream().mapToDouble(NegativeSamplingTopologyTest::counts).sum());
    newest.forEach(
        (request, example) -> {
          assertThat(example.getLabelValue()).isEqualTo(truth.get(request) ? 1.0 : 0.0);
          assertThat(example.getMaturity()).isNotEqualTo(Maturity.PROVISIONAL);
        });
    truth.forEach(
        (request, clicked) -> {
          boolean explores = Integer.parseInt(request.substring(1)) % 10 == 0;
          if (clicked || explores) {
            assertThat(newest).as("seed %d", SEED).containsKey(request);
            assertThat(newest.get(request).getSamplingWeight()).isEqualTo(1);
          }
        });
    Map<String, Double> negatives =
        newest.values().stream()
            .filter(example -> example.getLabelValue() == 0 && !example.getExplorationFlag())
            .collect(
                Collectors.toMap(
                    LabelledExample::getRequestId, LabelledExample::getSamplingWeight));
    assertThat(negatives.values()).containsOnly(0.0, 1 / KEEP);
    double all = truth.entrySet().stream().filter(one -> !one.getValue()).count();
    double sigma = Math.sqrt(all * (1 - KEEP) / KEEP);
    assertThat(weight - positives).as("seed %d", SEED).isCloseTo(all, within(3 * sigma));
  }

  private static double counts(LabelledExample example) {
    return example.getWeight() * example.getSamplingWeight();
  }
}
