package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.QualityMetric;
import io.tidemark.monitoring.quality.CohortChange;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.CohortSums;
import io.tidemark.monitoring.quality.ModelNews;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quality by cohort as the topology tells it, beside a batch over the topic of labels. */
class QualityTopologyTest {
  private static final long SEED = 20_261_201;
  private static final Duration COHORT = Duration.ofMinutes(10);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final double THRESHOLD = 0.375;
  private static final String DEFINITIONS =
      """
      namespace: shop
      models:
        - name: ranker
          predictions: {topic: predictions}
          quality: {cohort: 10m, threshold: 0.375}
          outcomes:
            topic: outcomes
            labels:
              - name: click
                window: 30m
                positive: "outcome == 'click' && (dwell_seconds == null || dwell_seconds >= 3.0)"
                negative: "outcome == 'hide'"
                weight: "value == null ? 1.0 : value"
                late_horizon: 1h
                late: correct
              - name: seen
                window: 20m
                emit: eager
                positive: "outcome == 'click' && (dwell_seconds == null || dwell_seconds >= 3.0)"
                on_timeout: unlabelled
              - name: kept
                window: 30m
                emit: at_close
                positive: "outcome == 'click'"
                negatives: {keep: 0.5}
              - name: spent
                window: 30m
                value: {positive: "value == null ? 0.5 : value", timeout: "0.0"}
                positive: "outcome == 'click'"
      """;

  @TempDir Path state;
  private DrivenTopology topology;
  private final Random random = new Random(SEED);
  private final Map<String, LabelledExample> labelled = new LinkedHashMap<>();
  private final Map<String, QualityMetric> cohorts = new HashMap<>();

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(DEFINITIONS, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private void predict(int number) {
    PredictionLog log = Samples.prediction("r" + number, topology.now(), random.nextDouble());
    log.setModelVersion(number % 3 == 0 ? "v4" : "v3");
    log.setExplorationFlag(number % 5 == 0);
    if (number % 31 == 0) {
      log.setModelScore(null);
    }
    topology.prediction(log);
  }

  private void answer(int number, String kind) {
    OutcomeLog log = Samples.outcome("r" + number, kind, topology.now());
    if (random.nextBoolean()) {
      log.setValue(random.nextInt(400) / 100.0);
    }
    topology.outcome(log);
  }

  private void read() {
    for (LabelledExample example : topology.labelled()) {
      labelled.put(example.getRequestId() + "|" + example.getLabel(), example);
    }
    topology.quality().forEach(metric -> cohorts.put(BatchQuality.key(metric), metric));
  }

  private void let(Duration pass) {
    for (Duration at = Duration.ZERO; at.compareTo(pass) < 0; at = at.plus(INTERVAL)) {
      topology.advance(INTERVAL);
    }
    read();
  }

  private long predictions(String state) {
    return topology.metric(
        "tidemark_quality_predictions{model=\"ranker\",state=\"%s\"}".formatted(state));
  }

  /** Answers come, change, change back, come late, and some never. */
  private void traffic(int requests) {
    for (int i = 0; i < requests; i++) {
      predict(i);
      for (int answers = random.nextInt(4); answers > 0; answers--) {
        answer(random.nextInt(i + 1), random.nextInt(3) == 0 ? "hide" : "click");
      }
      if (i % 20 == 0) {
        let(INTERVAL);
      }
    }
  }

  @Test
  void lastRecordsAreABatchOverTheLastExamples() {
    traffic(600);
    let(Duration.ofMinutes(31));
    for (int i = 0; i < 200; i++) {
      answer(random.nextInt(600), random.nextBoolean() ? "click" : "hide");
    }
    let(Duration.ofMinutes(65));

    Map<String, BatchQuality> expected = BatchQuality.of(labelled.values(), COHORT);
    assertThat(cohorts.keySet()).containsAll(expected.keySet());
    BatchQuality leftOut = new BatchQuality();
    cohorts.forEach((key, metric) -> assertThatEqual(metric, expected.getOrDefault(key, leftOut)));
    assertThat(predictions("read")).isEqualTo(4 * 600);
    assertThat(predictions("counted")).isEqualTo(4 * 600);
    assertThat(predictions("too_old")).isZero();
  }

  private static void assertThatEqual(QualityMetric metric, BatchQuality batch) {
    String what = "seed " + SEED + ", " + metric;
    boolean numeric = metric.getLabel().equals("spent");
    assertThat(metric.getLabelled()).as(what).isEqualTo(batch.labelled());
    assertThat(metric.getUnlabelled()).as(what).isEqualTo(batch.unlabelled());
    assertThat(metric.getSettled()).as(what).isEqualTo(metric.getPredictions());
    assertThat(metric.getMature()).as(what).isTrue();
    if (!metric.getLabel().equals("kept")) {
      assertThat(
              metric.getLabelled()
                  + metric.getUnlabelled()
                  + metric.getNoScore()
                  + metric.getNoWeight())
          .as("every prediction has become something, %s", what)
          .isEqualTo(metric.getPredictions());
    }
    if (metric.getLabelled() == 0) {
      assertThat(metric.getBrier()).as(what).isNull();
      return;
    }
    batch
        .figures(numeric, THRESHOLD)
        .forEach(
            (figure, value) ->
                assertThat((Double) metric.get(figure))
                    .as(figure + ", " + what)
                    .isCloseTo(value, within(1e-9)));
    if (numeric || Double.isNaN(batch.auc())) {
      assertThat(metric.getAuc()).as(what).isNull();
    } else {
      assertThat(metric.getAuc())
          .as(what)
          .isCloseTo(batch.auc(), within(metric.getAucBound() + 1e-12));
    }
  }

  @Test
  void whatIsRevisedBackIsTheSameBits() {
    for (int i = 0; i < 50; i++) {
      predict(i);
      click(i, null, 0.1 * i);
    }
    let(INTERVAL.multipliedBy(2));
    Map<String, QualityMetric> before = Map.copyOf(cohorts);
    for (int i = 0; i < 50; i++) {
      click(i, 0.5, 7.0);
    }
    let(INTERVAL.multipliedBy(2));
    assertThat(click().getPositiveRate()).isZero();
    for (int i = 0; i < 50; i++) {
      click(i, null, 0.1 * i);
    }
    let(INTERVAL.multipliedBy(2));

    before.forEach(
        (key, metric) -> {
          QualityMetric after = cohorts.get(key);
          after.setRevision(metric.getRevision());
          after.setComputedAt(metric.getComputedAt());
          assertThat(after).as("seed %d", SEED).isEqualTo(metric);
        });
  }

  private void click(int number, Double dwellSeconds, double value) {
    OutcomeLog log = Samples.outcome("r" + number, "click", topology.now());
    log.setDwellSeconds(dwellSeconds);
    log.setValue(value);
    topology.outcome(log);
  }

  @Test
  void cohortIsMatureWhenNineInTenCanChangeNoMore() {
    for (int i = 1; i <= 9; i++) {
      topology.prediction(Samples.prediction("early" + i, topology.now(), 0.5));
    }
    let(Duration.ofMinutes(5));
    topology.prediction(Samples.prediction("last", topology.now(), 0.5));
    topology.outcome(Samples.outcome("early1", "click", topology.now()));
    let(INTERVAL.multipliedBy(2));
    QualityMetric young = seen();
    assertThat(young.getPredictions()).isEqualTo(10);
    assertThat(young.getMaturity()).isZero();
    assertThat(young.getPositiveRate()).as("of those that are known").isEqualTo(1.0);
    assertThat(topology.exports(gauge("brier"))).isFalse();

    let(Duration.ofMinutes(15));
    QualityMetric mature = seen();
    assertThat(mature.getMaturity()).isEqualTo(0.9);
    assertThat(mature.getMature()).isTrue();
    assertThat(mature.getUnlabelled()).isEqualTo(8);
    assertThat(topology.exports(gauge("brier"))).isTrue();
    assertThat(topology.exports(gauge("auc"))).as("without a negative").isFalse();
    let(Duration.ofMinutes(5));
    assertThat(seen().getMaturity()).isEqualTo(1.0);
  }

  private QualityMetric seen() {
    return cohorts.get(
        "ranker|v3|seen|false|" + START.toEpochMilli() / COHORT.toMillis() * COHORT.toMillis());
  }

  private static String gauge(String figure) {
    return "tidemark_quality_%s{exploration=\"false\",label=\"seen\",model=\"ranker\",version=\"v3\"}"
        .formatted(figure);
  }

  @Test
  void labelThatIsCorrectedLateIsSettledAtItsHorizon() {
    topology.prediction(Samples.prediction("r", topology.now(), 0.5));
    let(Duration.ofMinutes(33));
    assertThat(click().getLabelled()).isEqualTo(1);
    assertThat(click().getSettled()).as("still to be corrected").isZero();
    let(Duration.ofMinutes(61));
    assertThat(click().getSettled()).isEqualTo(1);
  }

  private QualityMetric click() {
    return cohorts.entrySet().stream()
        .filter(entry -> entry.getKey().contains("|click|"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void changeThatComesTooLateOrOfNobodyIsCounted() {
    change("ranker", START.minus(Duration.ofDays(30)).toEpochMilli(), 5);
    change("retired", START.toEpochMilli(), 7);
    let(INTERVAL);

    assertThat(topology.quality()).isEmpty();
    assertThat(predictions("too_old")).isEqualTo(5);
    assertThat(topology.metric("tidemark_quality_predictions{model=\"other\",state=\"no_model\"}"))
        .isEqualTo(7);
    assertThat(
            topology.metric("tidemark_quality_changes_total{model=\"ranker\",outcome=\"too_old\"}"))
        .isEqualTo(1);
  }

  private void change(String model, long atMs, int opened) {
    CohortKey key = CohortKey.of(model, "v3", "click", false, atMs, COHORT.toMillis());
    CohortSums sums = new CohortSums();
    sums.opened(opened);
    topology.send(
        "tidemark-quality-by-model-ranker-repartition",
        new TestRecord<>(
            DrivenTopology.utf8(key.owner()),
            new ModelNews.OfCohort(new CohortChange(key, sums)).encode()));
  }

  @Test
  void whatHasNoPartInAFigureIsCounted() {
    List<Double> scores = Arrays.asList(0.3, null, Double.NaN, 1.5);
    for (int i = 0; i < scores.size(); i++) {
      PredictionLog log = Samples.prediction("r" + i, topology.now(), 0.5);
      log.setModelScore(scores.get(i));
      topology.prediction(log);
      topology.outcome(Samples.outcome("r" + i, "click", topology.now()));
    }
    let(INTERVAL.multipliedBy(2));

    assertThat(parts("scored")).isEqualTo(1);
    assertThat(parts("no_score")).isEqualTo(1);
    assertThat(parts("not_probability")).isEqualTo(1);
    assertThat(click().getNoScore()).isEqualTo(1);
    assertThat(click().getNotProbability()).isEqualTo(1);
    assertThat(click().getBrier()).isCloseTo(0.49, within(1e-12));
    assertThat(topology.exports(partSeries("beyond_range"))).as("from the start").isTrue();
  }

  private long parts(String part) {
    return topology.metric(partSeries(part));
  }

  private static String partSeries(String part) {
    return "tidemark_quality_labels_total{label=\"click\",model=\"ranker\",part=\"%s\"}"
        .formatted(part);
  }

  @Test
  void estimatesStandBeforeTheFirstLabelOfACohort() {
    for (int i = 0; i < 200; i++) {
      double score = random.nextDouble();
      topology.prediction(Samples.prediction("old" + i, topology.now(), score));
      if (random.nextDouble() < score) {
        topology.outcome(Samples.outcome("old" + i, "click", topology.now()));
      }
    }
    let(Duration.ofMinutes(35));
    for (int i = 0; i < 200; i++) {
      double score = 0.5 + random.nextDouble() / 2;
      topology.prediction(Samples.prediction("new" + i, topology.now(), score));
    }
    let(INTERVAL.multipliedBy(2));

    QualityMetric young =
        cohorts.values().stream()
            .filter(metric -> metric.getLabel().equals("kept") && metric.getLabelled() == 0)
            .findFirst()
            .orElseThrow();
    assertThat(young.getBrier()).isNull();
    assertThat(young.getCalibrationCohorts()).isEqualTo(1);
    assertThat(young.getEstimatedPositiveRate()).isCloseTo(0.75, within(0.1));
    assertThat(young.getEstimatedBrier()).isBetween(0.1, 0.25);
    assertThat(young.getEstimatedAuc()).isBetween(0.5, 0.9);
  }
}
