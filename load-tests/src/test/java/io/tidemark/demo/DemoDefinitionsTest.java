package io.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.expression.ExpressionCompiler;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    CheckedDefinitions checked =
        DefinitionChecker.check(
            load(),
            new ExpressionCompiler(),
            topic -> Optional.ofNullable(SCHEMAS.get(topic)).map(AvroTypes::recordType));
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

  private static LoadedDefinitions load() throws Exception {
    try (InputStream in = DemoDefinitionsTest.class.getResourceAsStream("/demo/demo.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return DefinitionsReader.readText("demo.yaml", text, Path.of("."));
    }
  }
}
