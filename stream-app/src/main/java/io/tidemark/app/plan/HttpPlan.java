package io.tidemark.app.plan;

import io.tidemark.app.settings.HttpSetting;
import io.tidemark.app.settings.ServeSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.http.AccessTokens;
import io.tidemark.http.ConnectionLimits;
import io.tidemark.http.HealthCheck;
import io.tidemark.http.HttpEdge;
import io.tidemark.http.HttpService;
import io.tidemark.http.HttpSettings;
import io.tidemark.http.MetricsPage;
import io.tidemark.http.Scope;
import io.tidemark.http.TlsFiles;
import io.tidemark.monitoring.metrics.HttpMetrics;
import io.tidemark.monitoring.metrics.PrometheusExport;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns settings into the HTTP server. */
public final class HttpPlan {
  private static final int MAX_BODY_BYTES = 1 << 20;

  /**
   * Threads beside those that wait for Redis, so that metrics and refusals are answered at once.
   */
  private static final int SPARE_THREADS = 8;

  private HttpPlan() {}

  /**
   * The HTTP server, bound but not started.
   *
   * @throws SettingsException when it would listen beyond the loopback interface without a token,
   *     its certificate cannot be used, or it cannot listen there
   */
  public static HttpService http(
      Settings settings, PrometheusExport export, List<? extends HealthCheck> checks) {
    HttpMetrics metrics = export.metrics().http();
    HttpSettings listening = listening(settings);
    try {
      HttpService http =
          new HttpService(listening, page(export), checks, new MeteredRequests(metrics));
      MeteredRequests.show(http, metrics);
      return http;
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          List.of(e.getMessage() + ". See http.tls.cert.file and http.tls.key.file"));
    } catch (UncheckedIOException e) {
      throw new SettingsException(List.of(e.getMessage() + ": settings http.host and http.port."));
    }
  }

  private static MetricsPage page(PrometheusExport export) {
    return new MetricsPage() {
      @Override
      public String text() {
        return export.scrape();
      }

      @Override
      public Optional<String> openMetrics() {
        return Optional.of(export.openMetrics());
      }
    };
  }

  /**
   * Checks what needs no port.
   *
   * @throws SettingsException when it would listen beyond the loopback interface without a token,
   *     or one of certificate and key is missing
   */
  static void require(Settings settings) {
    HttpSettings unused = listening(settings);
  }

  private static HttpSettings listening(Settings settings) {
    HttpSettings http =
        new HttpSettings(
            new InetSocketAddress(settings.get(HttpSetting.HOST), settings.get(HttpSetting.PORT)),
            settings.get(ServeSetting.CONCURRENCY) + SPARE_THREADS,
            MAX_BODY_BYTES,
            tokens(settings),
            settings.get(HttpSetting.DRAIN_DELAY),
            settings.get(HttpSetting.DRAIN_LIMIT),
            edge(settings));
    try {
      http.requireProtection();
    } catch (IllegalArgumentException e) {
      throw new SettingsException(List.of(e.getMessage()));
    }
    return http;
  }

  private static HttpEdge edge(Settings settings) {
    int healthPort = settings.get(HttpSetting.HEALTH_PORT);
    return new HttpEdge(
        new ConnectionLimits(
            settings.get(HttpSetting.CONNECTIONS),
            settings.get(HttpSetting.CONNECTIONS_PER_ADDRESS),
            settings.get(HttpSetting.HEAD_DEADLINE),
            settings.get(HttpSetting.BODY_DEADLINE),
            settings.get(HttpSetting.WRITE_DEADLINE),
            settings.get(HttpSetting.IDLE_LIMIT)),
        healthPort == 0 ? OptionalInt.empty() : OptionalInt.of(healthPort),
        tls(settings));
  }

  private static Optional<TlsFiles> tls(Settings settings) {
    Optional<Path> certificate = settings.get(HttpSetting.TLS_CERTIFICATE);
    Optional<Path> key = settings.get(HttpSetting.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw new SettingsException(
          List.of(
              "Only one of http.tls.cert.file and http.tls.key.file is set: TLS needs both. Set the other too"));
    }
    return certificate.map(file -> new TlsFiles(file, key.orElseThrow()));
  }

  private static AccessTokens tokens(Settings settings) {
    return AccessTokens.of(
        Map.of(
            Scope.READ, settings.get(HttpSetting.READ_TOKENS),
            Scope.ERASE, settings.get(HttpSetting.ERASE_TOKENS),
            Scope.OPS, settings.get(HttpSetting.OPS_TOKENS)));
  }
}
