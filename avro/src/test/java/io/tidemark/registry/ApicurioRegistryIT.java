package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract against a real server that speaks Confluent's API. */
@Timeout(120)
class ApicurioRegistryIT extends SchemaRegistryContract {

  static final Path HOME = Path.of("target", "apicurio");

  private static final ApicurioServer SERVER = new ApicurioServer(HOME, 0);
  private static URI base;
  private static SchemaRegistry registry;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    base = SERVER.start(Duration.ofSeconds(90));
    registry = SchemaRegistries.connect(Map.of("schema.registry.url", base.toString()));
  }

  @AfterAll
  static void stop() {
    registry.close();
    SERVER.close();
  }

  @Override
  protected SchemaRegistry registry() {
    return registry;
  }

  /** Apicurio 3.0.9 has no look-up by GUID. */
  @Override
  protected Optional<UUID> guidOf(int id) {
    return Optional.empty();
  }

  @Override
  protected void requireBackwardCompatibility(String subject) {
    try {
      ApicurioServer.setCompatibility(base, subject, CompatibilityLevel.BACKWARD);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Apicurio 3.0.9 says that a schema is incompatible, not why. */
  @Override
  protected boolean explainsIncompatibility() {
    return false;
  }

  @Test
  void checksNothingUntilToldTo() {
    registry.register(subject("lenient"), v1());

    assertThat(registry.register(subject("lenient"), incompatible())).isPositive();
  }

  @Test
  void referencesAreResolved() throws IOException, InterruptedException {
    String leaf = "{\"type\":\"enum\",\"name\":\"Leaf\",\"symbols\":[\"A\"]}";
    String node =
        "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"f\",\"type\":\"Leaf\"}]}";
    registry.register(subject("leaf"), new Schema.Parser().parse(leaf));
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", node);
    body.putArray("references")
        .addObject()
        .put("name", "Leaf")
        .put("subject", subject("leaf"))
        .put("version", 1);

    post("/subjects/" + subject("node") + "/versions", body.toString());
    RegisteredSchema read = registry.latest(subject("node"));

    assertThat(read.schema().getField("f").schema().getEnumSymbols()).containsExactly("A");
    assertThat(registry.schemaById(read.id())).isEqualTo(read.schema());
  }

  private static void post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  @Test
  void subjectMayHoldASlash() {
    int id = registry.register(subject("a/b"), v1());

    assertThat(registry.latest(subject("a/b")).id()).isEqualTo(id);
  }
}
