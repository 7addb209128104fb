package io.tidemark.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.yaml.DefinitionsReader;
import io.tidemark.registry.CompatibilityLevel;
import io.tidemark.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the schema comes from that definitions are checked against. */
class SourceSchemasTest {
  private static final String DEFINITIONS =
      """
      namespace: two
      sources:
        - {name: sold, topic: bus, event_time: at%s}
      entities: [{name: thing, key: [k]}]
      features:
        - {group: f, source: sold, entity: thing, aggregate: [{name: x, op: sum, of: x}]}
      """;
  private static final String X = ", {'name': 'x', 'type': 'double'}";

  @TempDir private Path folder;
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private SourceSchemas schemas;

  @BeforeEach
  void start() {
    schemas = new SourceSchemas(registry, false);
  }

  private CheckedDefinitions check(String attributes) throws DefinitionException {
    String text = DEFINITIONS.formatted(attributes);
    return schemas.check(DefinitionsReader.readText("d.yaml", text, folder));
  }

  private static Schema record(String name, String more) {
    String json =
        "{'type': 'record', 'name': '%s', 'fields': [{'name': 'k', 'type': 'string'},"
            + " {'name': 'at', 'type': {'type': 'long', 'logicalType': 'timestamp-millis'}}%s]}";
    return new Schema.Parser().parse(json.formatted(name, more).replace('\'', '"'));
  }

  private void register(String subject, Schema schema) {
    registry.setCompatibility(subject, CompatibilityLevel.NONE);
    registry.register(subject, schema);
  }

  @Test
  void subjectIsThatOfTheTopicOrNamed() throws DefinitionException {
    register("acme.Sold", record("acme.Sold", X));

    assertThatThrownBy(() -> check(""))
        .hasMessageContaining("no schema is registered as bus-value")
        .hasMessageContaining("name its 'subject' or a 'schema' file");
    assertThat(
            check(", subject: acme.Sold").fieldsOf(check(", subject: acme.Sold").sources().get(0)))
        .containsExactly("at", "k", "x");
  }

  @Test
  void recordIsLookedForUnderEveryNamingOfSubjects() throws DefinitionException {
    register("bus-value", record("acme.Returned", ""));
    assertThatThrownBy(() -> check(", record: acme.Sold"))
        .hasMessageContaining("bus-value or acme.Sold or bus-acme.Sold");
    register("bus-acme.Sold", record("acme.Sold", X));

    check(", record: acme.Sold");
    assertThat(schemas.bySource().get("sold").getFullName()).isEqualTo("acme.Sold");
  }

  @Test
  void recordMayBeAnEarlierVersionOfASubjectOfSeveralTypes() throws DefinitionException {
    register("bus-value", record("acme.Sold", X));
    register("bus-value", record("acme.Returned", ""));

    check(", record: acme.Sold");

    assertThat(schemas.bySource().get("sold").getFullName()).isEqualTo("acme.Sold");
  }

  @Test
  void fileTakesThePlaceOfTheRegistry() throws Exception {
    Files.writeString(folder.resolve("sold.avsc"), record("acme.Sold", X).toString());

    check(", schema: sold.avsc");

    assertThat(schemas.bySource().get("sold").getFullName()).isEqualTo("acme.Sold");
    assertThatThrownBy(() -> check(", schema: other.avsc")).hasMessageContaining("no such file");
    assertThatThrownBy(() -> check(", schema: sold.avsc, subject: s"))
        .hasMessageContaining("has no effect beside schema");
  }

  @Test
  void fileThatHoldsNoSchemaIsNamed() throws IOException {
    Files.writeString(folder.resolve("sold.avsc"), "{}");

    assertThatThrownBy(() -> check(", schema: sold.avsc"))
        .hasMessageContaining("sold.avsc holds no Avro schema");
  }

  @Test
  void fieldThatTheNewestVersionDroppedStopsNoService() throws DefinitionException {
    register("bus-value", record("acme.Sold", X));
    register("bus-value", record("acme.Sold", ""));

    CheckedDefinitions checked = check("");

    assertThat(checked.fieldsOf(checked.sources().get(0))).contains("x");
    assertThat(schemas.bySource().get("sold").getField("x")).isNotNull();
  }

  @Test
  void fieldThatNoVersionEverHadIsAProblem() {
    register("bus-value", record("acme.Sold", ""));
    register("bus-value", record("acme.Sold", ", {'name': 'y', 'type': 'int'}"));

    assertThatThrownBy(() -> check("")).hasMessageContaining("no field 'x'");
  }
}
