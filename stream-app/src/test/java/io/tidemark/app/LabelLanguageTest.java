package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Resolution;
import io.tidemark.avro.Retraction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What labels say over outcome and prediction, as the topology emits them. */
class LabelLanguageTest {
  private static final String DEFINITIONS =
      """
      namespace: shop
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            outcome_id: attributes.event
            labels:
              - name: worth
                window: 30m
                positive: "outcome == 'purchase'"
                negative: "outcome == 'refund'"
                value: value
                weight: {timeout: "prediction.exploration_flag ? 2.0 : 1.0 / prediction.rank_position"}
                by: attributes.order
                several: sum
              - name: seen
                window: 30m
                positive: "outcome == 'click' && prediction.raw_features.price == 7.0"
                weight: prediction.rank_position
                on_timeout: unlabelled
              - name: fraud
                window: 30m
                positive: "outcome == 'fraud'"
                negative: "outcome == 'fine'"
                priority: {of: "has(attributes.by) ? attributes.by : ''", order: [analyst, rule]}
                on_timeout: unlabelled
      """;

  @TempDir Path state;
  private final List<LabelledExample> examples = new ArrayList<>();
  private DrivenTopology topology;

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(DEFINITIONS, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private void predict(String request, Integer rank, boolean explores) {
    PredictionLog prediction = Samples.prediction(request, START, 0.7);
    prediction.setRankPosition(rank);
    prediction.setExplorationFlag(explores);
    topology.prediction(prediction);
  }

  private void happens(String request, String outcome, int second, Map<String, String> attributes) {
    OutcomeLog log = Samples.outcome(request, outcome, START.plusSeconds(second));
    Map<String, String> all = new HashMap<>(Map.of("event", "e" + second, "order", "none"));
    all.putAll(attributes);
    log.setAttributes(all);
    log.setValue((double) second);
    topology.outcome(log);
  }

  /** The newest example of each label of a request once all windows have closed. */
  private Map<String, LabelledExample> labels(String request) {
    topology.advance(Duration.ofMinutes(31));
    examples.addAll(topology.labelled());
    Map<String, LabelledExample> labels = new HashMap<>();
    examples.stream()
        .filter(example -> example.getRequestId().equals(request))
        .forEach(example -> labels.put(example.getLabel(), example));
    return labels;
  }

  @Test
  void refundTakesItsOrderBackAndTheOthersAddUp() {
    predict("r", 2, false);
    happens("r", "purchase", 10, Map.of("order", "o1"));
    happens("r", "purchase", 20, Map.of("order", "o2"));
    happens("r", "purchase", 21, Map.of("order", "o2"));
    happens("r", "refund", 30, Map.of("order", "o1"));
    LabelledExample worth = labels("r").get("worth");
    assertThat(worth.getLabelValue()).isEqualTo(21.0);
    assertThat(worth.getWeight()).isEqualTo(1.0);
    assertThat(worth.getResolution()).isEqualTo(Resolution.OUTCOME);
  }

  @Test
  void silenceWeighsByThePrediction() {
    predict("second", 2, false);
    predict("explored", 2, true);
    predict("unranked", null, false);
    assertThat(labels("second").get("worth").getWeight()).isEqualTo(0.5);
    LabelledExample explored = labels("explored").get("worth");
    assertThat(explored.getWeight()).isEqualTo(2.0);
    assertThat(explored.getLabelValue()).isZero();
    assertThat(explored.getResolution()).isEqualTo(Resolution.TIMEOUT);
    assertThat(labels("unranked").get("worth").getResolution()).isEqualTo(Resolution.UNLABELLED);
  }

  @Test
  void outcomeIsJudgedByItsPredictionWhicheverComesFirst() {
    happens("r", "click", 1, Map.of());
    predict("r", 4, false);
    predict("s", 4, false);
    happens("s", "click", 1, Map.of());
    for (String request : List.of("r", "s")) {
      LabelledExample seen = labels(request).get("seen");
      assertThat(seen.getLabelValue()).isEqualTo(1.0);
      assertThat(seen.getWeight()).isEqualTo(4.0);
    }
  }

  @Test
  void whatThePredictionLeavesUnjudgedIsCounted() {
    predict("r", null, false);
    happens("r", "click", 1, Map.of());
    assertThat(
            topology.metric(
                "tidemark_join_results_total{label=\"seen\",model=\"ranker\",result=\"outcome_unjudged\"}"))
        .isEqualTo(1);
    assertThat(labels("r").get("seen").getResolution()).isEqualTo(Resolution.UNLABELLED);
  }

  @Test
  void outcomesOfOneIdAreOne() {
    predict("r", 1, false);
    happens("r", "purchase", 10, Map.of("event", "e", "order", "o1"));
    happens("r", "purchase", 20, Map.of("event", "e", "order", "o2"));
    assertThat(labels("r").get("worth").getLabelValue()).isEqualTo(10.0);
    assertThat(
            topology.metric(
                "tidemark_join_results_total{label=\"\",model=\"ranker\",result=\"outcome_duplicate\"}"))
        .isEqualTo(1);
  }

  @Test
  void wordOfTheHighestSourceCounts() {
    predict("r", 1, false);
    happens("r", "fine", 10, Map.of("by", "analyst"));
    happens("r", "fraud", 20, Map.of("by", "rule"));
    happens("r", "fraud", 30, Map.of());
    assertThat(labels("r").get("fraud").getLabelValue()).isZero();
  }

  @Test
  void outcomesOfSeveralTopicsMeetTheSamePredictions() throws Exception {
    topology.close();
    String topics = "topics: [{topic: outcomes}, {topic: clicks}]";
    String shared =
        """
          - name: other
            predictions: {topic: predictions}
            outcomes:
              topic: clicks
              labels:
                - {name: clicked, window: 30m, positive: "outcome == 'click'"}
        """;
    topology = new DrivenTopology(DEFINITIONS.replace("topic: outcomes", topics) + shared, state);
    predict("r", 4, false);
    PredictionLog other = Samples.prediction("r", START, 0.7);
    other.setModel("other");
    topology.prediction(other);
    happens("r", "purchase", 10, Map.of("order", "o1"));
    OutcomeLog click = Samples.outcome("r", "click", START.plusSeconds(1));
    click.setAttributes(Map.of("event", "e1"));
    topology.send("clicks", click);

    Map<String, LabelledExample> labels = labels("r");
    assertThat(labels.get("worth").getLabelValue()).isEqualTo(10.0);
    assertThat(labels.get("seen").getWeight()).isEqualTo(4.0);
    assertThat(labels.get("clicked").getLabelValue()).isEqualTo(1.0);
    assertThat(topology.quarantined()).isEmpty();
  }

  @Test
  void historyWaitsForTheOutcomesOfEveryTopic() throws Exception {
    topology.close();
    String topics = "topics: [{topic: outcomes}, {topic: clicks}]";
    String stream = "namespace: shop\nclock: stream\nmax_time_step: 2h";
    topology =
        new DrivenTopology(
            DEFINITIONS.replace("topic: outcomes", topics).replace("namespace: shop", stream),
            state);
    for (String request : List.of("r", "z")) {
      int hours = request.equals("r") ? 2 : 1;
      Instant at = START.minus(Duration.ofHours(hours));
      PredictionLog prediction = Samples.prediction(request, at, 0.7);
      prediction.setRankPosition(4);
      topology.prediction(prediction);
    }
    happens("other", "purchase", -3_602, Map.of());
    happens("other", "purchase", -3_601, Map.of());
    topology.advance(Duration.ofSeconds(1));
    assertThat(topology.labelled()).as("clicks may lie unread").isEmpty();
    for (int second : List.of(-7_100, -7_099, -3_602, -3_601)) {
      OutcomeLog click = Samples.outcome("r", "click", START.plusSeconds(second));
      click.setAttributes(Map.of("event", "e" + second));
      topology.send("clicks", click);
    }
    topology.advance(Duration.ofSeconds(1));
    assertThat(labels("r").get("seen").getResolution()).isEqualTo(Resolution.OUTCOME);
  }

  @Test
  void lateCorrectionTakesBackTheWeightThatSilenceHad() throws Exception {
    topology.close();
    topology =
        new DrivenTopology(
            DEFINITIONS.replace(
                "several: sum\n",
                "several: sum\n          late_horizon: 7d\n          late: correct\n"),
            state);
    predict("r", 4, false);
    LabelledExample silence = labels("r").get("worth");
    assertThat(silence.getWeight()).isEqualTo(0.25);
    happens("r", "purchase", 10, Map.of("order", "o1"));
    LabelledExample corrected = labels("r").get("worth");
    assertThat(corrected.getMaturity()).isEqualTo(Maturity.LATE);
    assertThat(corrected.getLabelValue()).isEqualTo(10.0);
    assertThat(corrected.getRevision()).isEqualTo(1);
    assertThat(corrected.getRetracted())
        .isEqualTo(new Retraction(silence.getLabelValue(), silence.getWeight(), null, 1.0));
    happens("r", "purchase", 20, Map.of("order", "o2"));
    LabelledExample again = labels("r").get("worth");
    assertThat(again.getLabelValue()).isEqualTo(30.0);
    assertThat(again.getRetracted())
        .isEqualTo(
            new Retraction(
                corrected.getLabelValue(),
                corrected.getWeight(),
                corrected.getLabelDelayMs(),
                1.0));
  }

  @Test
  void outcomesOfEachTopicAreOrphansOfTheirOwn() throws Exception {
    topology.close();
    String topics = "topics: [{topic: outcomes}, {topic: clicks}]";
    String shared =
        """
          - name: other
            predictions: {topic: predictions}
            outcomes:
              topic: clicks
              labels:
                - {name: clicked, window: 30m, positive: "outcome == 'click'"}
        """;
    topology = new DrivenTopology(DEFINITIONS.replace("topic: outcomes", topics) + shared, state);
    happens("nobody", "purchase", 10, Map.of());
    for (String request : List.of("nobody", "somebody")) {
      OutcomeLog click = Samples.outcome(request, "click", START.plusSeconds(1));
      click.setAttributes(Map.of("event", "e1"));
      topology.send("clicks", click);
    }
    predict("somebody", 4, false);
    topology.advance(Duration.ofDays(2));
    assertThat(topology.quarantined())
        .extracting(Quarantined::getReason, Quarantined::getSourceTopic)
        .containsExactlyInAnyOrder(tuple("ORPHAN", "outcomes"), tuple("ORPHAN", "clicks"));
  }

  @Test
  void clickOfUnknownLengthIsNoNegative() throws Exception {
    topology.close();
    topology =
        new DrivenTopology(
            """
            namespace: shop
            models:
              - name: ranker
                predictions: {topic: predictions}
                outcomes:
                  topic: outcomes
                  labels:
                    - {name: read, window: 30m, positive: "outcome == 'click' && dwell_seconds >= 12.0"}
            """,
            state);
    for (String request : List.of("unknown", "both", "view")) {
      predict(request, 1, false);
      OutcomeLog log =
          Samples.outcome(request, request.equals("view") ? "view" : "click", START.plusSeconds(1));
      log.setDwellSeconds(null);
      topology.outcome(log);
    }
    OutcomeLog measured = Samples.outcome("both", "click", START.plusSeconds(2));
    measured.setDwellSeconds(20.0);
    topology.outcome(measured);
    assertThat(labels("unknown").get("read").getResolution()).isEqualTo(Resolution.UNLABELLED);
    assertThat(labels("both").get("read").getLabelValue()).isEqualTo(1.0);
    assertThat(labels("view").get("read").getResolution()).isEqualTo(Resolution.TIMEOUT);
    assertThat(
            topology.metric(
                "tidemark_join_results_total{label=\"read\",model=\"ranker\",result=\"outcome_unjudged\"}"))
        .isEqualTo(2);
    assertThat(topology.quarantined()).isEmpty();
  }
}
