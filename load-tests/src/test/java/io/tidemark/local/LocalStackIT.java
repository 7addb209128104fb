package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalStackExtension.class)
class LocalStackIT {

  @Test
  void kafkaReturnsWhatWasProduced(LocalStack stack) throws Exception {
    Topics topics = new Topics(stack.kafka().bootstrapServers());
    topics.create("stack-roundtrip");
    topics.write("stack-roundtrip", List.of("a", "b", "c"));
    assertThat(topics.read("stack-roundtrip")).containsExactly("a", "b", "c");
  }

  @Test
  void redisKeepsValuesAndHasNoPersistence(LocalStack stack) {
    RedisClient client = RedisClient.create(stack.redis().url());
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
  void registryRefusesAnIncompatibleSchema(LocalStack stack) throws Exception {
    String text = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[%s]}";
    String field = "{\\\"name\\\":\\\"%s\\\",\\\"type\\\":\\\"string\\\"}";
    String first = "{\"schema\":\"" + text.formatted(field.formatted("a")) + "\"}";
    String second = "{\"schema\":\"" + text.formatted(field.formatted("b")) + "\"}";
    String versions = stack.registry().url() + "/subjects/stack-it-value/versions";
    assertThat(post(versions, first)).isEqualTo(200);
    assertThat(post(versions, second)).isEqualTo(409);
    HttpResponse<String> subjects = get(stack.registry().url() + "/subjects");
    assertThat(subjects.statusCode()).isEqualTo(200);
    assertThat(subjects.body()).contains("stack-it-value");
  }

  @Test
  void kafkaKeepsItsDataOverAStopAndAKill() throws Exception {
    List<String> progress = new CopyOnWriteArrayList<>();
    try (LocalStack stack = LocalStack.start(StackOptions.onFreePorts(), progress::add)) {
      String servers = stack.kafka().bootstrapServers();
      Topics topics = new Topics(servers);
      topics.create("kept");
      topics.write("kept", List.of("before"));
      stack.kafka().stop();
      stack.kafka().start();
      topics.write("kept", List.of("after stop"));
      stack.kafka().kill();
      stack.kafka().start();
      assertThat(stack.kafka().bootstrapServers()).isEqualTo(servers);
      assertThat(topics.read("kept")).containsExactly("before", "after stop");
    }
    assertThat(progress).hasSize(3).allMatch(line -> line.contains("ready on"));
  }

  @Test
  void closeLeavesNoProcessAndNoFile() throws Exception {
    LocalStack stack = LocalStack.start(StackOptions.onFreePorts(), line -> {});
    List<ProcessHandle> children =
        ProcessHandle.current()
            .descendants()
            .filter(child -> commandLine(child).contains(stack.workFolder().toString()))
            .toList();
    // the server and the watcher of each part
    assertThat(children).hasSizeBetween(3, 6);
    stack.close();
    await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(Files.exists(stack.workFolder())).isFalse();
  }

  @Test
  void portInUseIsNamedWithItsFlag() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, Loopback.ADDRESS)) {
      StackOptions options = StackOptions.onPorts(0, taken.getLocalPort(), 0);
      assertThatThrownBy(() -> LocalStack.start(options, line -> {}))
          .isInstanceOf(StackException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()))
          .hasMessageContaining("--redis-port");
    }
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
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
