package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.AlertRule;
import io.tidemark.avro.AlertState;
import io.tidemark.avro.DriftAlert;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.QualityMetric;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outages of labels and alarms of quality as the topology tells them. */
class LabelOutageTopologyTest {
  private static final long SEED = 20_261_201;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String DEFINITIONS =
      """
      namespace: shop
      clock: %s
      models:
        - name: ranker
          predictions: {topic: predictions}
          quality:
            cohort: 30m
            alarms: {auc: {min: 0.7}, ece: {max: 0.1}, labels: 100, alerts: 2, of: 3, calm: 2}
          outcomes:
            topic: outcomes
            labels:
              - name: click
                window: 1h
                grace: 1m
                positive: "outcome == 'click'"
                negative: "outcome == 'skip'"
      """;

  @TempDir Path state;
  private DrivenTopology topology;
  private Random random = new Random(SEED);
  private final List<DriftAlert> alerts = new ArrayList<>();
  private final Map<Instant, QualityMetric> cohorts = new LinkedHashMap<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private int requests;

  /** How far a score says what will come, and whether outcomes are lost. */
  private boolean good = true;

  private boolean lost;

  private record Due(Instant at, String request) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at.compareTo(other.at);
    }
  }

  private void start(String clock) throws Exception {
    topology = DrivenTopology.ofOneTask(DEFINITIONS.formatted(clock), state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private void run(Duration length) {
    for (int minutes = (int) length.toMinutes(); minutes > 0; minutes--) {
      for (int i = 0; i < 12; i++) {
        predict();
      }
      topology.advance(MINUTE);
      while (!due.isEmpty() && due.peek().at.isBefore(topology.now())) {
        Due one = due.poll();
        topology.outcome(Samples.outcome(one.request, "click", one.at));
      }
    }
    topology.advance(MINUTE);
    alerts.addAll(topology.alerts());
    topology.quality().forEach(metric -> cohorts.put(metric.getCohortStart(), metric));
  }

  private void predict() {
    double score = random.nextDouble();
    PredictionLog log =
        Samples.prediction(
            "r" + requests++, topology.now().plusMillis(random.nextInt(60_000)), score);
    topology.prediction(log);
    double positive = good ? score : 1 - score;
    if (random.nextDouble() < positive && !lost) {
      long delayMs = (long) (-120_000 * Math.log(1 - random.nextDouble()));
      due.add(new Due(log.getTimestamp().plusMillis(delayMs), log.getRequestId().toString()));
    }
  }

  private void stopAndGoOn() {
    run(Duration.ofHours(6));
    assertThat(alerts).isEmpty();
    lost = true;
    run(Duration.ofMinutes(20));
    assertThat(alerts).as("seed %d", SEED).hasSize(1);
    run(Duration.ofMinutes(70));
    lost = false;
    run(Duration.ofHours(5));

    assertThat(alerts).as("seed %d", SEED).hasSize(2);
    assertThat(alerts).extracting(DriftAlert::getRule).containsOnly(AlertRule.LABEL_OUTAGE);
    assertThat(alerts)
        .extracting(DriftAlert::getState)
        .containsExactly(AlertState.OPENED, AlertState.CLOSED);
    assertThat(alerts.get(0).getEpisodeId()).isEqualTo(alerts.get(1).getEpisodeId());
    assertThat(alerts.get(1).getUntil()).isNotNull();
  }

  private void assertTaintedWhereTouched() {
    Instant from = alerts.get(0).getFirstSeen();
    Instant until = alerts.get(1).getUntil();
    assertThat(cohorts).hasSizeGreaterThan(20);
    cohorts
        .values()
        .forEach(
            cohort -> {
              boolean inside =
                  cohort.getCohortStart().isBefore(until) && cohort.getCohortEnd().isAfter(from);
              boolean near =
                  cohort.getCohortStart().isBefore(until)
                      && cohort.getCohortEnd().plus(Duration.ofMinutes(10)).isAfter(from);
              if (inside) {
                assertThat(cohort.getTainted()).as(cohort.toString()).isTrue();
              } else if (!near) {
                assertThat(cohort.getOutageShare()).as(cohort.toString()).isLessThan(0.02);
              }
            });
  }

  @Test
  void outcomesThatStopAreOneOutageAndNoEpisodeOfQuality() throws Exception {
    start("wall");
    stopAndGoOn();
    assertTaintedWhereTouched();
    assertThat(topology.metric("tidemark_labels_outage{label=\"click\",model=\"ranker\"}"))
        .isZero();
    assertThat(
            topology.metric(
                "tidemark_quality_episode{exploration=\"false\",label=\"click\",metric=\"auc\","
                    + "model=\"ranker\",version=\"v3\"}"))
        .isZero();
  }

  @Test
  void inAHistoryItIsTheSameByWhenThingsHappened() throws Exception {
    start("stream");
    stopAndGoOn();
    assertTaintedWhereTouched();
  }

  @Test
  void scoresThatGoBadAreOneEpisodeThatEndsWhenTheyAreGoodAgain() throws Exception {
    start("wall");
    run(Duration.ofHours(5));
    assertThat(alerts).isEmpty();
    good = false;
    run(Duration.ofHours(3));
    good = true;
    run(Duration.ofHours(5));

    Map<String, List<AlertState>> states = new LinkedHashMap<>();
    for (DriftAlert alert : alerts) {
      assertThat(alert.getRule()).as("seed %d, %s", SEED, alert).isEqualTo(AlertRule.QUALITY);
      states.computeIfAbsent(alert.getMetric(), m -> new ArrayList<>()).add(alert.getState());
      assertThat(alert.getModelVersion()).isEqualTo("v3");
      assertThat(alert.getFeature()).isEqualTo("click");
      assertThat(alert.getWindow()).isEqualTo("30m");
    }
    List<AlertState> once = List.of(AlertState.OPENED, AlertState.CLOSED);
    assertThat(states).isEqualTo(Map.of("auc", once, "ece", once));
    DriftAlert opened = alerts.get(0);
    assertThat(opened.getBound() - opened.getValue()).isGreaterThan(3 * opened.getStandardError());
  }

  @Test
  void cohortThatIsToldLateIsJudgedOnceItIsSettled() throws Exception {
    topology =
        DrivenTopology.ofOneTask(
            DEFINITIONS.formatted("wall").replace("alerts: 2, of: 3, calm: 2", "alerts: 1, of: 1"),
            state);
    run(Duration.ofMinutes(90));
    Instant before = topology.now().minus(Duration.ofHours(5));
    for (int i = 0; i < 300; i++) {
      PredictionLog log = Samples.prediction("late" + i, before, (i + 0.5) / 300);
      log.setModelVersion("v4");
      topology.outcome(
          Samples.outcome(
              "late" + i, i % 2 == 0 == i < 150 ? "click" : "skip", before.plusSeconds(5)));
      topology.prediction(log);
    }
    run(Duration.ofMinutes(10));
    assertThat(alerts)
        .as(String.valueOf(alerts))
        .extracting(alert -> alert.getRule() + " " + alert.getModelVersion() + alert.getMetric())
        .containsExactly("QUALITY v4auc");
  }

  @Test
  void pendingByAgeAddsUpToWhatIsPending() throws Exception {
    start("wall");
    run(Duration.ofMinutes(40));
    topology.advance(MINUTE);
    long sum = 0;
    for (String age : List.of("1m", "5m", "15m", "1h", "3h", "12h")) {
      sum += pending(age);
    }
    assertThat(sum)
        .isEqualTo(
            topology.metric(
                "tidemark_join_labels{label=\"click\",model=\"ranker\",state=\"pending\"}"))
        .isPositive();
    assertThat(pending("1h")).isBetween(pending("15m"), sum);
  }

  private long pending(String age) {
    return topology.metric(
        "tidemark_labels_pending_by_age{age=\"%s\",label=\"click\",model=\"ranker\"}"
            .formatted(age));
  }

  @Test
  void whatIsNotMatchedIsCounted() throws Exception {
    start("wall");
    topology.outcome(Samples.outcome("nobody", "click", topology.now()));
    topology.prediction(Samples.prediction("silent", topology.now(), 0.5));
    for (int hours = 0; hours < 26; hours++) {
      topology.advance(Duration.ofHours(1));
    }
    topology.advance(MINUTE);
    for (String side : List.of("prediction", "outcome")) {
      String series = "tidemark_labels_unmatched{model=\"ranker\",side=\"%s\"}".formatted(side);
      assertThat(topology.metric(series)).as(side).isEqualTo(1);
    }
  }
}
