package io.tidemark.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.app.settings.SettingsLoader;
import io.tidemark.http.HttpService;
import io.tidemark.monitoring.metrics.PrometheusExport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpPlanTest {
  @TempDir private Path folder;

  private static Settings settings(Map<String, String> more) {
    Map<String, String> flags = new HashMap<>(Map.of("http.port", "0"));
    flags.putAll(more);
    return new SettingsLoader().flags(flags).load();
  }

  private static String statusLine(InetSocketAddress address, String sent) throws Exception {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("");
    }
  }

  @Test
  void deadlinesAndBoundsArriveAndAreCounted() throws Exception {
    Map<String, String> tight =
        Map.of("http.head.deadline", "200ms", "http.connections.per.address", "3");
    try (PrometheusExport export = new PrometheusExport();
        HttpService http = HttpPlan.http(settings(tight), export, List.of()).start()) {
      assertThat(export.scrape())
          .contains("tidemark_http_refused_total{reason=\"head_deadline\"} 0.0")
          .contains("tidemark_http_refused_total{reason=\"address_bound\"} 0.0")
          .contains("tidemark_http_in_flight 0.0")
          .contains("tidemark_http_certificate_reads_total{outcome=\"rejected\"} 0.0");
      assertThat(statusLine(http.address(), "GET /hea")).isEqualTo("HTTP/1.1 408 Request Timeout");
      assertThat(export.scrape())
          .contains("tidemark_http_refused_total{reason=\"head_deadline\"} 1.0");
    }
  }

  @Test
  void healthHasAPortOfItsOwnWhereOneIsSet() throws Exception {
    int free;
    try (java.net.ServerSocket probe =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = probe.getLocalPort();
    }
    Map<String, String> more = Map.of("http.health.port", Integer.toString(free));
    try (PrometheusExport export = new PrometheusExport();
        HttpService http = HttpPlan.http(settings(more), export, List.of()).start()) {
      InetSocketAddress health = http.healthAddress().orElseThrow();
      assertThat(health.getPort()).isEqualTo(free);
      assertThat(statusLine(health, "GET /health/live HTTP/1.0\r\n\r\n")).contains("200");
    }
  }

  @Test
  void certificateWithoutKeyIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("a.pem"), "nothing");
    String name = file.toString();
    try (PrometheusExport export = new PrometheusExport()) {
      Settings alone = settings(Map.of("http.tls.cert.file", name));
      assertThatThrownBy(() -> HttpPlan.http(alone, export, List.of()))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("http.tls.key.file");
      Settings both = settings(Map.of("http.tls.cert.file", name, "http.tls.key.file", name));
      assertThatThrownBy(() -> HttpPlan.http(both, export, List.of()))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("a.pem")
          .hasMessageContaining("http.tls.cert.file");
    }
  }

  @Test
  void othersAreAskedByTheSchemeOfThisProcess() throws Exception {
    InetSocketAddress bound = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
    assertThat(LivePorts.endpoint(settings(Map.of()), bound)).hasToString("http://127.0.0.1:8080");
    String name = Files.writeString(folder.resolve("a.pem"), "").toString();
    Settings tls = settings(Map.of("http.tls.cert.file", name, "http.advertised", "pod-1:81"));
    assertThat(LivePorts.endpoint(tls, bound)).hasToString("https://pod-1:81");
  }
}
