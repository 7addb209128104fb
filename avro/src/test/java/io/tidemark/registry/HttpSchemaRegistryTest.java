package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryTest extends SchemaRegistryContract {

  private RegistryServer server;
  private HttpSchemaRegistry registry;

  @BeforeEach
  void start() throws IOException {
    server = new RegistryServer();
    registry =
        new HttpSchemaRegistry(Map.of("schema.registry.url", server.url(), "max.retries", "0"));
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  @Override
  protected SchemaRegistry registry() {
    return registry;
  }

  @Test
  void subjectIsEncodedAsOnePathSegment() {
    registry.register("a/b c+d", v1());

    assertThat(server.received().get(0).rawPath()).isEqualTo("/subjects/a%2Fb%20c%2Bd/versions");
  }

  @Test
  void referencesAreResolvedThroughSubjects() {
    server.answer(
        "/schemas/ids/7",
        """
        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Pair\\",\\"fields\\":[\
        {\\"name\\":\\"a\\",\\"type\\":\\"Leaf\\"},{\\"name\\":\\"b\\",\\"type\\":\\"Node\\"}]}",
         "references": [{"name": "Node", "subject": "node", "version": 3},
                        {"name": "Leaf", "subject": "leaf", "version": 1}]}\
        """);
    server.answer(
        "/subjects/node/versions/3",
        """
        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Node\\",\\"fields\\":[\
        {\\"name\\":\\"leaf\\",\\"type\\":\\"Leaf\\"}]}",
         "references": [{"name": "Leaf", "subject": "leaf", "version": 1}]}\
        """);
    server.answer(
        "/subjects/leaf/versions/1",
        """
        {"schema": "{\\"type\\":\\"enum\\",\\"name\\":\\"Leaf\\",\\"symbols\\":[\\"A\\"]}"}\
        """);

    Schema pair = registry.schemaById(7);

    assertThat(pair.getField("a").schema().getEnumSymbols()).isEqualTo(List.of("A"));
    assertThat(pair.getField("b").schema().getField("leaf").schema())
        .isEqualTo(pair.getField("a").schema());
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void referenceCycleEnds() {
    server.answer(
        "/schemas/ids/7",
        "{\"schema\": \"\\\"int\\\"\", \"references\": [{\"subject\": \"s\", \"version\": 1}]}");
    server.answer(
        "/subjects/s/versions/1",
        "{\"schema\": \"\\\"long\\\"\", \"references\": [{\"subject\": \"s\", \"version\": 1}]}");

    assertThat(registry.schemaById(7)).isEqualTo(Schema.create(Schema.Type.INT));
  }

  @Override
  protected Optional<UUID> guidOf(int id) {
    return Optional.of(server.guidOf(id));
  }

  /** A registry from before GUIDs answers 404 to the path, and 40403 to an id that nobody has. */
  @Test
  void registryWithoutGuidsSaysSo() {
    server.answerNext(404, "{\"error_code\": 404, \"message\": \"HTTP 404 Not Found\"}");

    assertThatThrownBy(() -> registry.schemaByGuid(new UUID(1, 2)))
        .asInstanceOf(type(SchemaNotFoundException.class))
        .returns(SchemaNotFoundException.Why.NO_GUIDS, SchemaNotFoundException::why);
  }

  @Test
  void proxyWithoutItsRegistryIsNoRegistryWithoutGuids() {
    server.answerNext(404, "<html>no such page</html>");
    server.answerNext(404, "<html>no such page</html>");

    assertThatThrownBy(() -> registry.schemaByGuid(new UUID(1, 2)))
        .isInstanceOf(RegistryRejectedException.class);

    server.answerNext(404, "<html>no such page</html>");
    server.answerNext(503, "");

    assertThatThrownBy(() -> registry.schemaByGuid(new UUID(1, 2)))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void schemaOfAnotherTypeIsNotFoundAndSaysWhy() {
    server.answer("/schemas/ids/7", "{\"schema\": \"message A {}\", \"schemaType\": \"PROTOBUF\"}");

    assertThatThrownBy(() -> registry.schemaById(7))
        .asInstanceOf(type(SchemaNotFoundException.class))
        .returns(SchemaNotFoundException.Why.OTHER_TYPE, SchemaNotFoundException::why)
        .satisfies(e -> assertThat(e).hasMessageContaining("PROTOBUF"));
  }

  @Test
  void unreadableSchemaIsNotFound() {
    server.answer("/schemas/ids/7", "{\"schema\": \"{}\"}");

    assertThatThrownBy(() -> registry.schemaById(7)).isInstanceOf(SchemaNotFoundException.class);
  }

  @Test
  void schemaWithAnInvalidDefaultStaysReadable() {
    server.answer(
        "/schemas/ids/7",
        """
        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"R\\",\\"fields\\":[\
        {\\"name\\":\\"f\\",\\"type\\":\\"string\\",\\"default\\":null}]}"}\
        """);

    assertThat(registry.schemaById(7).getField("f")).isNotNull();
  }

  @Test
  void answerWithoutWhatWasAskedIsAnOutage() {
    for (String body : List.of("<html>", "[]", "", "{\"status\": \"ok\"}", "{\"schema\": 3}")) {
      server.answer("/schemas/ids/7", body);

      assertThatThrownBy(() -> registry.schemaById(7))
          .as(body)
          .isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void notFoundWithoutConfluentsCodeIsAWrongAddress() {
    server.answerNext(404, "<html>no such page</html>");

    assertThatThrownBy(() -> registry.schemaById(7))
        .asInstanceOf(type(RegistryRejectedException.class))
        .returns(404, RegistryException::httpStatus)
        .satisfies(e -> assertThat(e).hasMessageContaining("schema.registry.url"));
  }

  @Test
  void endlessAnswerIsAnOutage() {
    server.answerNext(200, " ".repeat(17 << 20));

    assertThatThrownBy(() -> registry.schemaById(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void closedClientRefusesCalls() {
    registry.close();

    assertThatThrownBy(() -> registry.schemaById(7)).isInstanceOf(IllegalStateException.class);
  }
}
