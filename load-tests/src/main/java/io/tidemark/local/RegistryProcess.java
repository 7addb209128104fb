package io.tidemark.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * A schema registry (Apicurio, in memory) that speaks the Confluent-compatible API. A restart comes
 * back empty. Not thread-safe.
 */
public final class RegistryProcess extends ServerProcess {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(10);
  private static final int HEAP_MB = 256;
  static final String CONFLUENT_API = "/apis/ccompat/v7";

  private final WorkFolder work;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  RegistryProcess(WorkFolder work, int port) {
    this.work = work;
    this.port = port;
  }

  /** Starts the server and returns when it answers, with Confluent's default compatibility set. */
  public void start() {
    List<String> command =
        JavaCommand.withHeapMb(HEAP_MB)
            .quickStart()
            .property("java.io.tmpdir", work.folder("tmp"))
            .property("quarkus.http.host", Loopback.HOST)
            .property("quarkus.http.port", port)
            // a look-up by Confluent's serializers compares schemas, not their text
            .property("apicurio.ccompat.use-canonical-hash", true)
            .jar(BuiltFiles.registryJar());
    await(
        ChildProcess.start("Registry", command, work.log("registry")), this::answers, START_LIMIT);
    setCompatibility();
  }

  /** Base address of the Confluent-compatible API. */
  public String url() {
    return "http://" + Loopback.HOST + ":" + port + CONFLUENT_API;
  }

  private boolean answers() {
    try {
      return Loopback.accepts(port) && send(request("/subjects").GET().build()) == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Apicurio's own default is NONE, which would accept what every Confluent registry refuses. */
  private void setCompatibility() {
    HttpRequest put =
        request("/config")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\": \"BACKWARD\"}"))
            .build();
    try {
      int status = send(put);
      if (status != 200) {
        throw new StackException("Registry refused PUT /config BACKWARD with status " + status);
      }
    } catch (IOException e) {
      throw new StackException("Registry did not answer PUT /config: " + e.getMessage(), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path)).timeout(REPLY_LIMIT);
  }

  private int send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while waiting for the registry", e);
    }
  }
}
