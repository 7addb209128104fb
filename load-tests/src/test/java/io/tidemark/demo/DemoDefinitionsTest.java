package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.Model;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.expression.ExpressionCompiler;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class DemoDefinitionsTest {

  private static final Map<String, Schema> SCHEMAS =
      Map.of(
          Channel.USER_EVENTS.topic(), UserEvent.getClassSchema(),
          Channel.PREDICTIONS.topic(), PredictionLog.getClassSchema(),
          Channel.OUTCOMES.topic(), OutcomeLog.getClassSchema());

  @Test
  void definitionsFitTheSchemasAndTheChecks() throws Exception {
    CheckedDefinitions checked = check("/demo/demo.yaml");
    assertThat(checked.models())
        .singleElement()
        .satisfies(
            model -> {
              assertThat(model.model().name()).isEqualTo(RankerModel.NAME);
              assertThat(model.labels())
                  .extracting(label -> label.label().name())
                  .containsExactly("click", "purchase");
              assertThat(model.labels())
                  .allSatisfy(
                      label ->
                          assertThat(label.label().window().plus(label.label().grace()))
                              .isLessThanOrEqualTo(LabelCheck.LONGEST));
            });
  }

  private static CheckedDefinitions check(String resource) throws Exception {
    return DefinitionChecker.check(
        load(resource),
        new ExpressionCompiler(),
        topic -> Optional.ofNullable(SCHEMAS.get(topic)).map(AvroTypes::recordType));
  }

  private static LoadedDefinitions load(String resource) throws Exception {
    try (InputStream in = DemoDefinitionsTest.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return DefinitionsReader.readText("definitions.yaml", text, Path.of("."));
    }
  }

  @Test
  void definitionsOfTheFailoverRunHaveTheLabelsThatAreChecked() throws Exception {
    List<Model.Label> demo = labels("/demo/demo.yaml");
    assertThat(labels("/failover/failover.yaml"))
        .usingRecursiveComparison()
        .ignoringFields("grace", "policy.cohort")
        .isEqualTo(demo);
  }

  private static List<Model.Label> labels(String resource) throws Exception {
    return check(resource).models().stream()
        .flatMap(model -> model.labels().stream())
        .map(CheckedDefinitions.CheckedLabel::label)
        .toList();
  }
}
