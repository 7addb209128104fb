package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What every stack does, whatever it runs on. */
@ExtendWith(SharedStackExtension.class)
class StackIT {

  @Test
  void kafkaReturnsWhatWasProduced(Stack stack) throws Exception {
    Topics topics = new Topics(stack.bootstrapServers());
    topics.create("stack-roundtrip");
    topics.write("stack-roundtrip", List.of("a", "b", "c"));
    assertThat(topics.read("stack-roundtrip")).containsExactly("a", "b", "c");
  }

  @Test
  void redisKeepsValuesAndHasNoPersistence(Stack stack) {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (var connection = client.connect()) {
      connection.sync().set("stack:it", "1");
      assertThat(connection.sync().get("stack:it")).isEqualTo("1");
      assertThat(connection.sync().configGet("save")).containsEntry("save", "");
      assertThat(connection.sync().configGet("maxmemory-policy"))
          .containsEntry("maxmemory-policy", "noeviction");
    } finally {
      client.shutdown();
    }
  }

  @Test
  void registryRefusesAnIncompatibleSchema(Stack stack) throws Exception {
    String text = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[%s]}";
    String field = "{\\\"name\\\":\\\"%s\\\",\\\"type\\\":\\\"string\\\"}";
    String first = "{\"schema\":\"" + text.formatted(field.formatted("a")) + "\"}";
    String second = "{\"schema\":\"" + text.formatted(field.formatted("b")) + "\"}";
    String versions = stack.registryUrl() + "/subjects/stack-it-value/versions";
    assertThat(post(versions, first)).isEqualTo(200);
    assertThat(post(versions, second)).isEqualTo(409);
    HttpResponse<String> subjects = get(stack.registryUrl() + "/subjects");
    assertThat(subjects.statusCode()).isEqualTo(200);
    assertThat(subjects.body()).contains("stack-it-value");
  }

  @Test
  void schemaOfAnotherTypeIsSaidToBeOne(Stack stack, @TempDir Path folder) throws Exception {
    String schema =
        """
        {"schemaType": "JSON", "schema":
         "{\\"$schema\\": \\"http://json-schema.org/draft-07/schema#\\", \\"type\\": \\"object\\"}"}
        """;
    String subject = stack.registryUrl() + "/subjects/stack-it-json-value";
    assertThat(post(subject + "/versions", schema)).isEqualTo(200);
    String source = "namespace: s\nsources:\n  - {name: s, topic: stack-it-json, event_time: t}\n";
    Path definitions = Files.writeString(folder.resolve("json.yaml"), source);
    try (ServiceProcess service = new ServiceProcess(stack, "stack-it")) {
      assertThatThrownBy(
              () -> service.command("check", List.of("--config", definitions.toString())))
          .hasMessageContaining("'stack-it-json'")
          .hasMessageContaining("is of type JSON");
    }
  }

  /** What Confluent's serializers ask with {@code auto.register.schemas=false}. */
  @Test
  void registryFindsASchemaWhateverItsText(Stack stack) throws Exception {
    String dense = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"W\\\",\\\"fields\\\":[]}";
    String subject = stack.registryUrl() + "/subjects/stack-it-text-value";
    assertThat(post(subject + "/versions", "{\"schema\":\"" + dense + "\"}")).isEqualTo(200);
    String spread = dense.replace(":", " : ").replace(",", " , ");
    assertThat(post(subject, "{\"schema\":\"" + spread + "\"}")).isEqualTo(200);
  }

  private static int post(String url, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).GET().build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
