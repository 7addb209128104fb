package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.event.RecordType;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.expression.ExpressionCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The example definitions hold against the schemas that the example mappings write. */
class ExampleDefinitionsTest {
  private static final Path EXAMPLES = Path.of("../load-tests/examples");

  @Test
  void retailDefinitionsFitTheRetailMapping() throws IOException, DefinitionException {
    CheckedDefinitions checked = check("retail.yaml", "retail.mapping.yaml");
    assertThat(checked.sources()).hasSize(1);
    assertThat(checked.definitions().clock()).isEqualTo(ClockMode.STREAM);
    assertThat(checked.sources().get(0).source().required()).containsExactly("customer_id");
  }

  @Test
  void banditDefinitionsFitTheBanditMappings() throws IOException, DefinitionException {
    CheckedDefinitions checked =
        check("obd.yaml", "obd-predictions.mapping.yaml", "obd-outcomes.mapping.yaml");
    assertThat(checked.models()).hasSize(1);
    assertThat(checked.models().get(0).labels()).hasSize(1);
  }

  private static CheckedDefinitions check(String definitions, String... mappings)
      throws IOException, DefinitionException {
    Map<String, RecordType> types = new HashMap<>();
    for (String mapping : mappings) {
      MappingSpec spec = MappingYaml.parse(Files.readString(EXAMPLES.resolve(mapping)));
      Schema schema = TargetSchema.load(spec.schema(), EXAMPLES);
      assertThat(new RecordMapping(spec, schema, List.of())).isNotNull();
      types.put(spec.topic(), AvroTypes.recordType(schema));
    }
    return DefinitionChecker.check(
        DefinitionsReader.read(EXAMPLES.resolve(definitions)),
        new ExpressionCompiler(),
        topic -> Optional.ofNullable(types.get(topic)));
  }
}
