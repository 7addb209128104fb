package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static io.tidemark.app.Samples.outcome;
import static io.tidemark.app.Samples.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.app.plan.InputTopics;
import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Resolution;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.yaml.DefinitionsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several models whose predictions and outcomes are in the same topics, and their names. */
class SharedTopicsTest {
  private static final String OTHER =
      """
        - name: %s
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            labels:
              - {name: worth, window: 30m, positive: "outcome == 'click'", weight: value}
      """;

  @TempDir Path state;

  private DrivenTopology topology(String... others) throws Exception {
    StringBuilder definitions = new StringBuilder(Samples.DEFINITIONS);
    for (String other : others) {
      definitions.append(OTHER.formatted(other));
    }
    return new DrivenTopology(definitions.toString(), state);
  }

  private static PredictionLog of(String model) {
    PredictionLog log = prediction("r", START, 0.5);
    log.setModel(model);
    return log;
  }

  private static Map<String, Resolution> newest(DrivenTopology topology) {
    Map<String, Resolution> newest = new TreeMap<>();
    for (LabelledExample example : topology.labelled()) {
      newest.put(example.getModel() + " " + example.getLabel(), example.getResolution());
    }
    return newest;
  }

  @Test
  void badOutcomeIsQuarantinedOnceHoweverManyModelsReadIt() throws Exception {
    try (DrivenTopology topology = topology("second", "third")) {
      OutcomeLog bad = outcome("", "click", START);
      topology.outcome(bad);

      assertThat(topology.quarantined()).hasSize(1);
      assertThat(read(topology, "quarantined")).isEqualTo(1);
    }
  }

  private static long read(DrivenTopology topology, String outcome) {
    return topology.metric(
        "tidemark_records_total{outcome=\"" + outcome + "\",source=\"outcomes\"}");
  }

  @Test
  void outcomeThatOneModelCannotJudgeCountsForTheOthersAndIsNoNegativeForIt() throws Exception {
    try (DrivenTopology topology = topology("second")) {
      topology.prediction(of("ranker"));
      topology.prediction(of("second"));
      topology.outcome(outcome("r", "click", START.plusSeconds(1)));
      List<Quarantined> quarantined = topology.quarantined();
      assertThat(quarantined).hasSize(1);
      assertThat(quarantined.get(0).getReason()).isEqualTo("RULE_ERROR");
      assertThat(quarantined.get(0).getDetail()).contains("Label worth of second");
      assertThat(read(topology, "quarantined")).isEqualTo(1);
      assertThat(read(topology, "valid")).isZero();
      topology.advance(Duration.ofMinutes(36));

      assertThat(newest(topology))
          .isEqualTo(
              Map.of("ranker click", Resolution.OUTCOME, "second worth", Resolution.UNLABELLED));
    }
  }

  @Test
  void modelWithoutOutcomesHasNoTopicsByRequest() throws Exception {
    String text =
        "namespace: shop\nmodels:\n  - {name: watched, predictions: {topic: predictions}}\n";
    Definitions definitions = DefinitionsReader.readText("w.yaml", text, Path.of("")).definitions();

    assertThat(InputTopics.of(definitions).inWireFormat("app", Set.of("erasures")))
        .containsExactly("predictions", "erasures");
  }

  @Test
  void outcomesOfOneTopicCrossOneTopicByRequest() throws Exception {
    try (DrivenTopology topology = topology("second", "third")) {
      assertThat(topology.topology().describe().toString())
          .containsOnlyOnce("(topic: outcomes-by-request-outcomes-repartition)");
    }
  }

  @Test
  void modelMayHaveAnyNameThatCheckAllows() throws Exception {
    String longest = "n".repeat(128);
    try (DrivenTopology topology =
        topology("org/ranker", "org_ranker", "a", "a-due", "a-commit", "due-a", longest)) {
      for (String model : List.of("org/ranker", "org_ranker", longest)) {
        topology.prediction(of(model));
      }
      OutcomeLog click = outcome("r", "click", START.plusSeconds(1));
      click.setValue(2.0);
      topology.outcome(click);

      assertThat(newest(topology))
          .containsOnlyKeys("org/ranker worth", "org_ranker worth", longest + " worth");
    }
  }

  /** Names of a kind may look like those that another kind makes of its own. */
  @Test
  void namesOfOneKindAreNotTakenForThoseOfAnother() throws Exception {
    String definitions =
        Samples.DEFINITIONS
            .replace("user_events", "predictions-of-predictions")
            .replace("name: user,", "name: item-due,")
            .replace("entity: user", "entity: item-due");
    try (DrivenTopology topology = new DrivenTopology(definitions, state)) {
      topology.prediction(of("ranker"));
      topology.outcome(outcome("r", "click", START.plusSeconds(1)));

      assertThat(newest(topology)).containsOnlyKeys("ranker click");
    }
  }
}
