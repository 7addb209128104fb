package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.records.LabelDefinitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an example says of what it rests on, as the topology emits it. */
class LabelGroundsTest {
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
                version: 3
                window: 30m
                grace: 5m
                positive: "outcome in ['click', 'tap']"
                inverse_propensity: {clip: 5}
                late_horizon: 1d
                late: correct
              - name: purchase
                window: 30m
                positive: "outcome == 'purchase'"
                on_timeout: unlabelled
                several: sum
      """;

  @TempDir private Path state;
  private DrivenTopology topology;

  @BeforeEach
  void start() throws Exception {
    topology = new DrivenTopology(DEFINITIONS, state);
  }

  @AfterEach
  void stop() {
    topology.close();
  }

  private void predict(String request, Double propensity) {
    PredictionLog prediction = Samples.prediction(request, START, 0.7);
    prediction.setPropensity(propensity);
    topology.prediction(prediction);
  }

  private void happens(String request, String outcome, int second) {
    OutcomeLog log = Samples.outcome(request, outcome, START.plusSeconds(second));
    log.setValue(1.0);
    topology.outcome(log);
  }

  private List<LabelledExample> told(String request, String label) {
    return topology.labelled().stream()
        .filter(example -> example.getRequestId().equals(request))
        .filter(example -> example.getLabel().equals(label))
        .toList();
  }

  @Test
  void exampleSaysWhatDecidedItAndForHowLongItWasWatched() {
    predict("r", null);
    topology.advance(Duration.ofMinutes(2));
    happens("r", "click", 60);
    topology.advance(Duration.ofMinutes(1));
    happens("r", "tap", 90);
    topology.advance(Duration.ofMinutes(40));
    List<LabelledExample> told = told("r", "click");
    assertThat(told).extracting(LabelledExample::getOutcome).containsOnly("click");
    assertThat(told).extracting(LabelledExample::getOutcomes).containsExactly(1, 2);
    assertThat(told)
        .extracting(LabelledExample::getObservedMs)
        .containsExactly(minutes(2), minutes(35));
  }

  @Test
  void silenceWasWatchedUntilItsEnd() {
    predict("r", null);
    topology.advance(Duration.ofMinutes(40));
    LabelledExample silent = told("r", "click").get(0);
    assertThat(silent.getOutcome()).isNull();
    assertThat(silent.getOutcomes()).isZero();
    assertThat(silent.getObservedMs()).isEqualTo(minutes(35));
  }

  @Test
  void correctionWasWatchedUntilTheOutcomeThatCorrects() {
    predict("r", null);
    topology.advance(Duration.ofMinutes(50));
    happens("r", "tap", 10);
    List<LabelledExample> told = told("r", "click");
    assertThat(told)
        .extracting(LabelledExample::getMaturity)
        .containsExactly(Maturity.FINAL, Maturity.LATE);
    assertThat(told.get(1).getOutcome()).isEqualTo("tap");
    assertThat(told.get(1).getObservedMs()).isEqualTo(minutes(50));
  }

  @Test
  void exampleNamesItsDeclaration() throws Exception {
    predict("r", null);
    topology.advance(Duration.ofMinutes(40));
    LabelledExample click = told("r", "click").get(0);
    Path file = Files.writeString(state.resolve("again.yaml"), DEFINITIONS);
    String hash =
        LabelDefinitions.sha256(
            LabelDefinitions.of(DefinitionsReader.read(file).definitions().models().get(0)));
    assertThat(hash).startsWith(click.getDefinition());
    assertThat(click.getDefinition()).hasSize(16);
    assertThat(click.getDefinitionVersion()).isEqualTo(3);
    assertThat(click.getPolicy())
        .isEqualTo("several=latest on_timeout=negative emit=both late=correct late_horizon=PT24H");
  }

  @Test
  void policyIsThatOfItsLabel() {
    predict("r", null);
    topology.advance(Duration.ofMinutes(40));
    LabelledExample purchase = told("r", "purchase").get(0);
    assertThat(purchase.getPolicy())
        .isEqualTo("several=sum on_timeout=unlabelled emit=both late=ignore");
    assertThat(purchase.getDefinitionVersion()).isEqualTo(1);
  }

  /** By 1 / propensity up to the clip, and not at all where nothing sensible was logged. */
  @Test
  void exampleWeighsTheInverseOfItsPropensity() {
    predict("half", 0.5);
    predict("rare", 0.01);
    predict("sure", 1.0);
    predict("unlogged", null);
    predict("zero", 0.0);
    topology.advance(Duration.ofMinutes(40));
    List<LabelledExample> all = topology.labelled();
    assertThat(all)
        .filteredOn(example -> example.getLabel().equals("click"))
        .extracting(e -> e.getRequestId() + " " + e.getPropensityWeight())
        .containsExactlyInAnyOrder("half 2.0", "rare 5.0", "sure 1.0", "unlogged 1.0", "zero 1.0");
    assertThat(all)
        .filteredOn(example -> example.getLabel().equals("purchase"))
        .extracting(LabelledExample::getPropensityWeight)
        .containsOnly(1.0);
  }

  private static long minutes(int minutes) {
    return Duration.ofMinutes(minutes).toMillis();
  }
}
