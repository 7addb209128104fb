package io.tidemark.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.app.settings.HttpSetting;
import io.tidemark.app.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which running process a command asks, over HTTP. */
final class AskedProcess {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private SettingsOptions settings;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Which process to ask. Default: http.host and http.port of the settings.")
  private URI url;

  /** What a process said, which is a JSON object. */
  record Reply(String body, JsonNode tree) {}

  /**
   * Asks it.
   *
   * @param segments of the path
   * @throws CommandFailure when it does not answer, or refuses
   */
  Reply ask(String... segments) throws InterruptedException {
    HttpResponse<String> reply = send(settings.load(), segments);
    JsonNode tree = tree(reply);
    if (reply.statusCode() != 200) {
      throw new CommandFailure(tree.path("message").asText("status " + reply.statusCode()));
    }
    return new Reply(reply.body(), tree);
  }

  private HttpResponse<String> send(Settings chosen, String... segments)
      throws InterruptedException {
    URI uri = uri(chosen, segments);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    List<String> tokens = chosen.get(HttpSetting.READ_TOKENS);
    if (!tokens.isEmpty()) {
      request.header("Authorization", "Bearer " + tokens.get(0));
    }
    try {
      return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot ask "
              + uri
              + ": "
              + (e.getMessage() == null ? "no connection" : e.getMessage())
              + ". Start the service, or name a process that runs with --url.",
          e);
    }
  }

  private URI uri(Settings chosen, String... segments) {
    String base = url == null ? bound(chosen) : url.toString().replaceAll("/+$", "");
    StringBuilder path = new StringBuilder("/v1");
    for (String segment : segments) {
      path.append('/').append(encoded(segment));
    }
    try {
      return URI.create(base + path);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          "Invalid address " + base + ": it is http://HOST:PORT. Correct --url.", e);
    }
  }

  private static String bound(Settings chosen) {
    String host = chosen.get(HttpSetting.HOST);
    String reached = host.equals("0.0.0.0") ? "127.0.0.1" : host;
    return HttpSetting.scheme(chosen) + "://" + reached + ":" + chosen.get(HttpSetting.PORT);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonNode tree(HttpResponse<String> reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          reply.uri()
              + " answered with status "
              + reply.statusCode()
              + " and no JSON: is this a process of Tidemark? Correct --url.",
          e);
    }
  }
}
