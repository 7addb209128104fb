package io.tidemark.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.app.settings.HttpSetting;
import io.tidemark.app.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a running process why the values of an entity are what they are. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Print why the values of an entity are what they are: windows, tiles, warming, next change.",
      "Any process of `tidemark run` can be asked; `tidemark serve` with serve.explain.service too."
          + " Where tokens are needed, the first of http.tokens.read is sent."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;
  @Mixin private SettingsOptions settings;

  @Parameters(index = "0", paramLabel = "ENTITY", description = "The kind of entity.")
  private String entity;

  @Parameters(
      index = "1",
      paramLabel = "KEY",
      description = "Which one; several parts are joined with '|'.")
  private String key;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Which process to ask. Default: http.host and http.port of the settings.")
  private URI url;

  @Option(names = "--json", description = "Print the reply as it is.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    HttpResponse<String> reply = ask(settings.load());
    JsonNode tree = tree(reply);
    if (reply.statusCode() != 200) {
      throw new CommandFailure(tree.path("message").asText("status " + reply.statusCode()));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(reply.body());
    } else {
      new ExplainReport(tree).print(out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private HttpResponse<String> ask(Settings chosen) throws InterruptedException {
    URI uri = uri(chosen);
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

  private URI uri(Settings chosen) {
    String base = url == null ? bound(chosen) : url.toString().replaceAll("/+$", "");
    try {
      return URI.create(base + "/v1/explain/" + encoded(entity) + "/" + encoded(key));
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
