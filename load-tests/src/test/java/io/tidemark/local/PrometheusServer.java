package io.tidemark.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Prometheus that scrapes one service twice a second and evaluates our rules, whose minutes
 * are seconds.
 */
final class PrometheusServer implements AutoCloseable {
  private static final Path RULES =
      BuiltFiles.repository().resolve("monitoring/src/main/prometheus/alerts.yml");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final ChildProcess process;

  /**
   * Starts it and returns when it is ready.
   *
   * @param target host and port of the service
   */
  PrometheusServer(Path binary, Path folder, String target) throws IOException {
    int port = Loopback.freePort();
    address = "http://" + Loopback.HOST + ":" + port;
    Files.writeString(folder.resolve("alerts.yml"), inSeconds(Files.readString(RULES)));
    Path config = Files.writeString(folder.resolve("prometheus.yml"), config(target));
    process =
        ChildProcess.start(
            "Prometheus",
            List.of(
                binary.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=" + Loopback.HOST + ":" + port),
            folder.resolve("prometheus.log"));
    process.awaitReady(this::isReady, START_LIMIT);
  }

  /** A range of five minutes is one of five seconds, and so is what an alert waits for. */
  static String inSeconds(String rules) {
    return rules.replaceAll("for: (\\d+)m", "for: $1s").replaceAll("\\[(\\d+)[mh]]", "[$1s]");
  }

  private static String config(String target) {
    return """
        global: {scrape_interval: 500ms, evaluation_interval: 500ms}
        rule_files: [alerts.yml]
        scrape_configs:
          - {job_name: tidemark, static_configs: [{targets: ["%s"]}]}
        """
        .formatted(target);
  }

  private boolean isReady() {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/-/ready")).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while waiting for Prometheus", e);
    }
  }

  /** What an endpoint of its API answers. */
  private JsonNode ask(String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path)).build();
      JsonNode answer =
          JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (!answer.path("status").asText().equals("success")) {
        throw new StackException("Prometheus refuses " + path + ": " + answer.path("error"));
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new StackException("Prometheus does not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while asking Prometheus", e);
    }
  }

  /** The samples of a query now, as {@code labels value}. */
  List<String> query(String expression) {
    List<String> samples = new ArrayList<>();
    ask("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .path("result")
        .forEach(s -> samples.add(s.path("metric") + " " + s.path("value").path(1).asText()));
    return samples;
  }

  /** Alerts that fire, as {@code name labels}. */
  List<String> firing() {
    List<String> firing = new ArrayList<>();
    for (JsonNode alert : ask("alerts").path("alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        firing.add(alert.path("labels").path("alertname").asText() + " " + alert.path("labels"));
      }
    }
    return firing;
  }

  /** Rules that were evaluated, as {@code name health error}. */
  List<String> rules() {
    List<String> rules = new ArrayList<>();
    for (JsonNode group : ask("rules").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        rules.add(
            rule.path("name").asText()
                + " "
                + rule.path("health").asText()
                + rule.path("lastError").asText());
      }
    }
    return rules;
  }

  @Override
  public void close() {
    process.close();
  }
}
