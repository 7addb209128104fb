package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.outcome;
import static io.tidemark.app.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.Resolution;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled examples as the topology emits them. */
class JoinTopologyTest {
  private static final Duration CLOSE = Duration.ofMinutes(35);

  @TempDir Path state;
  private DrivenTopology topology;

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(Samples.DEFINITIONS, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private LabelledExample only() {
    List<LabelledExample> examples = topology.labelled();
    assertThat(examples).hasSize(1);
    return examples.get(0);
  }

  private long joined(String outcome) {
    return topology.metric(
        "tidemark_join_results_total{label=\"click\",model=\"ranker\",result=\"" + outcome + "\"}");
  }

  private long outcomes(String result) {
    return topology.metric(
        "tidemark_join_results_total{label=\"\",model=\"ranker\",result=\"" + result + "\"}");
  }

  private long pending() {
    return topology.metric("tidemark_join_pending{label=\"click\",model=\"ranker\"}");
  }

  @Test
  void outcomeAfterPredictionCarriesWhatWasServed() {
    topology.prediction(prediction("r", START, 0.7));
    topology.advance(Duration.ofMinutes(2));
    topology.outcome(outcome("r", "click", START.plus(Duration.ofMinutes(1))));

    LabelledExample example = only();
    assertThat(example.getLabelValue()).isEqualTo(1.0);
    assertThat(example.getResolution()).isEqualTo(Resolution.OUTCOME);
    assertThat(example.getLabelDelayMs()).isEqualTo(60_000);
    assertThat(example.getScore()).isEqualTo(0.7);
    assertThat(example.getRawFeatures()).isEqualTo(Map.of("price", 7.0, "device", "phone"));
    assertThat(example.getModelVersion()).isEqualTo("v3");
    assertThat(example.getRevision()).isZero();
  }

  @Test
  void outcomeBeforePredictionIsHeld() {
    topology.outcome(outcome("r", "click", START.plusSeconds(10)));
    assertThat(topology.labelled()).isEmpty();
    topology.advance(Duration.ofMinutes(3));
    topology.prediction(prediction("r", START, 0.7));

    assertThat(only().getLabelDelayMs()).isEqualTo(10_000);
  }

  @Test
  void silenceIsNegativeAtTheCloseAndNotBefore() {
    topology.prediction(prediction("r", START, 0.7));
    topology.advance(CLOSE.minusMillis(1));
    assertThat(topology.labelled()).isEmpty();
    assertThat(pending()).isEqualTo(1);
    topology.advance(Duration.ofMillis(200));

    LabelledExample example = only();
    assertThat(example.getLabelValue()).isZero();
    assertThat(example.getResolution()).isEqualTo(Resolution.TIMEOUT);
    assertThat(example.getMaturity()).isEqualTo(Maturity.FINAL);
    assertThat(pending()).isZero();

    topology.advance(Duration.ofDays(3));
    assertThat(topology.labelled()).as("once").isEmpty();
  }

  /** A time stamp of Kafka is the producer's word: in seconds, say, or of a replay. */
  @Test
  void outcomesWithOldTimestampsHoldNoCloseBack() {
    topology.prediction(prediction("r", START, 0.7));
    for (int minute = 0; minute < 35; minute++) {
      assertThat(topology.labelled()).as("minute %d", minute).isEmpty();
      topology.advance(Duration.ofMinutes(1));
      byte[] other = topology.wire("outcomes", outcome("other" + minute, "click", topology.now()));
      Instant stamp = Instant.ofEpochMilli(1_795_947L + minute);
      topology.send("outcomes", new TestRecord<>(null, other, new RecordHeaders(), stamp));
    }
    topology.advance(Duration.ofSeconds(1));

    assertThat(only().getResolution()).isEqualTo(Resolution.TIMEOUT);
  }

  @Test
  void differentOutcomeRevisesAndTakesTheFirstBack() {
    topology.prediction(prediction("r", START, 0.7));
    topology.outcome(outcome("r", "click", START.plusSeconds(1)));
    LabelledExample first = only();
    assertThat(first.getLabelValue()).isEqualTo(1.0);
    OutcomeLog left = outcome("r", "click", START.plusSeconds(2));
    left.setDwellSeconds(0.5);
    topology.outcome(left);

    LabelledExample second = only();
    assertThat(second.getRevision()).isGreaterThan(first.getRevision());
    assertThat(second.getLabelValue()).isZero();
    assertThat(second.getRetracted().getLabelValue()).isEqualTo(1.0);
    assertThat(second.getRetracted().getLabelDelayMs()).isEqualTo(1_000);
    assertThat(joined("revised")).isEqualTo(1);
    assertThat(pending()).isZero();
  }

  @Test
  void equalRepeatChangesNothing() {
    topology.prediction(prediction("r", START, 0.7));
    topology.outcome(outcome("r", "click", START.plusSeconds(1)));
    topology.outcome(outcome("r", "click", START.plusSeconds(1)));
    topology.prediction(prediction("r", START, 0.1));

    assertThat(only().getScore()).isEqualTo(0.7);
    assertThat(outcomes("outcome_duplicate")).isEqualTo(1);
  }

  @Test
  void predictionsAreJoinedTimedOutOrPendingAtEveryMoment() {
    for (int i = 0; i < 30; i++) {
      Instant at = topology.now();
      topology.prediction(prediction("r" + i, at, 0.5));
      if (i % 3 == 0) {
        topology.outcome(outcome("r" + i, "click", at));
      }
      topology.advance(Duration.ofMinutes(5));
      assertThat(joined("joined") + joined("timed_out") + joined("unlabelled") + pending())
          .as("after %d predictions", i + 1)
          .isEqualTo(i + 1);
    }
    assertThat(joined("timed_out")).isPositive();
    assertThat(pending()).isPositive();
  }

  @Test
  void outcomeAfterTheCloseIsCountedAndNotJoined() {
    topology.prediction(prediction("r", START, 0.7));
    topology.advance(CLOSE.plusSeconds(1));
    assertThat(only().getResolution()).isEqualTo(Resolution.TIMEOUT);
    topology.outcome(outcome("r", "click", START.plusSeconds(1)));

    assertThat(topology.labelled()).isEmpty();
    assertThat(outcomes("outcome_late")).isEqualTo(1);
  }

  /** Whoever keeps sums of the topic has at every moment what its newest records say. */
  @Test
  void sumsOfTheTopicAreThoseOfItsNewestRecordsAlsoWhereOutcomesComeLate() throws Exception {
    topology.close();
    String grace = "          grace: 5m\n";
    String policy = "          late_horizon: 1h\n          late: correct\n";
    topology = new DrivenTopology(Samples.DEFINITIONS.replace(grace, grace + policy), state);
    Map<String, LabelledExample> newest = new HashMap<>();
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      Instant at = topology.now();
      topology.prediction(prediction("r" + i, at, 0.5));
      if (i % 3 == 0) {
        topology.outcome(outcome("r" + i, "click", at));
      }
      if (i >= 4) {
        OutcomeLog late = outcome("r" + (i - 4), "click", START.plus(Duration.ofMinutes(i - 3)));
        late.setOutcomeTimestamp(at.minus(Duration.ofMinutes(39)));
        late.setDwellSeconds(i % 2 == 0 ? 9.0 : 1.0);
        topology.outcome(late);
      }
      topology.advance(Duration.ofMinutes(10));
      for (LabelledExample example : topology.labelled()) {
        LabelledExample before = newest.put(example.getRequestId(), example);
        sum += example.getLabelValue() * example.getWeight();
        if (example.getRetracted() != null) {
          assertThat(example.getRetracted().getLabelValue()).isEqualTo(before.getLabelValue());
          assertThat(example.getRetracted().getLabelDelayMs()).isEqualTo(before.getLabelDelayMs());
          assertThat(example.getRevision()).isEqualTo(before.getRevision() + 1);
          sum -= example.getRetracted().getLabelValue() * example.getRetracted().getWeight();
        }
        assertThat(sum)
            .isEqualTo(newest.values().stream().mapToDouble(e -> e.getLabelValue()).sum());
      }
    }
    assertThat(newest.values()).extracting(LabelledExample::getMaturity).contains(Maturity.LATE);
    assertThat(joined("late_corrected")).isEqualTo(3);
    assertThat(joined("joined") + joined("timed_out") + pending()).isEqualTo(12);
    assertThat(outcomes("outcome_late")).isZero();
  }

  @Test
  void lateOutcomeIsCountedByLabel() {
    for (String counter : List.of("late_corrected", "late_ignored", "late_beyond")) {
      String series = "tidemark_join_results_total{label=\"click\",model=\"ranker\",result=\"%s\"}";
      assertThat(topology.exports(series.formatted(counter))).as(counter).isTrue();
    }
    topology.prediction(prediction("r", START, 0.7));
    topology.advance(CLOSE.plusSeconds(1));
    topology.outcome(outcome("r", "click", START.plusSeconds(1)));
    assertThat(joined("late_beyond")).isEqualTo(1);
  }

  @Test
  void newestExampleOfALabelIsFinalOnceItsWindowHasClosed() {
    topology.prediction(prediction("r", START, 0.7));
    topology.outcome(outcome("r", "click", START.plusSeconds(2)));
    assertThat(only().getMaturity()).isEqualTo(Maturity.PROVISIONAL);
    topology.advance(CLOSE.plusSeconds(1));

    LabelledExample last = only();
    assertThat(last.getMaturity()).isEqualTo(Maturity.FINAL);
    assertThat(last.getLabelValue()).isEqualTo(1.0);
    assertThat(last.getRetracted().getLabelValue()).isEqualTo(1.0);
    assertThat(last.getRevision()).isEqualTo(1);
    assertThat(joined("revised")).isZero();
  }

  @Test
  void outcomeDatedBeforeItsPredictionCountsWithinTheSkewAndItsDelayIsNegative() {
    topology.prediction(prediction("r", START, 0.7));
    topology.outcome(outcome("r", "click", START.minus(Duration.ofHours(12))));
    assertThat(topology.labelled()).isEmpty();
    assertThat(outcomes("outcome_outside_window")).isEqualTo(1);
    topology.outcome(outcome("r", "click", START.minusSeconds(4)));

    assertThat(only().getLabelDelayMs()).isEqualTo(-4_000);
  }

  @Test
  void silenceIsNoNegativeWhereAPredictionComesAfterItsClose() {
    Instant old = START.minus(Duration.ofHours(12));
    topology.prediction(prediction("r", old, 0.7));
    topology.prediction(prediction("s", old, 0.7));
    topology.outcome(outcome("r", "click", old.plusSeconds(1)));
    assertThat(only().getLabelValue()).isEqualTo(1.0);
    topology.advance(CLOSE.plusSeconds(1));

    Map<String, Resolution> ends = new HashMap<>();
    topology.labelled().forEach(e -> ends.put(e.getRequestId(), e.getResolution()));
    assertThat(ends).isEqualTo(Map.of("r", Resolution.OUTCOME, "s", Resolution.UNLABELLED));
  }

  @Test
  void purchasesUnderOneRequestAreWorthTheirSum() throws Exception {
    topology.close();
    String label =
        """
                    - name: worth
                      window: 30m
                      positive: "outcome == 'purchase'"
                      weight: value
                      several: sum
        """;
    String labels = "    labels:\n";
    topology =
        new DrivenTopology(Samples.DEFINITIONS.replace(labels, labels + label.indent(-4)), state);
    topology.prediction(prediction("r", START, 0.7));
    for (double value : List.of(10.0, 20.0)) {
      OutcomeLog bought = outcome("r", "purchase", START.plusSeconds((long) value));
      bought.setValue(value);
      topology.outcome(bought);
    }

    List<LabelledExample> examples = topology.labelled();
    assertThat(examples).extracting(LabelledExample::getWeight).containsExactly(10.0, 30.0);
    assertThat(examples.get(1).getRetracted().getWeight()).isEqualTo(10.0);
  }
}
