package io.tidemark.app.plan;

import io.tidemark.app.settings.HttpSetting;
import io.tidemark.app.settings.ServeSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.SettingsException;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.ClockMode;
import io.tidemark.http.AccessTokens;
import io.tidemark.http.HealthCheck;
import io.tidemark.http.HttpService;
import io.tidemark.http.HttpSettings;
import io.tidemark.http.Scope;
import io.tidemark.monitoring.metrics.HttpMetrics;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.serve.FeatureServer;
import io.tidemark.store.serve.ServePorts;
import io.tidemark.store.serve.ServeSettings;
import io.tidemark.store.serve.ServedValues;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns settings and definitions into the HTTP server and the feature server. */
public final class ServePlan {
  private static final int MAX_BODY_BYTES = 1 << 20;

  /** Threads beside those that wait for Redis, so that health and refusals are answered at once. */
  private static final int SPARE_THREADS = 8;

  private ServePlan() {}

  /**
   * The HTTP server, bound but not started.
   *
   * @throws SettingsException when it would listen beyond the loopback interface without a token,
   *     or cannot listen there
   */
  public static HttpService http(
      Settings settings, PrometheusExport export, List<? extends HealthCheck> checks) {
    HttpMetrics metrics = export.metrics().http();
    try {
      return new HttpService(
          listening(settings),
          export::scrape,
          checks,
          (route, status, nanos) -> metrics.httpAnswered(route, status, Duration.ofNanos(nanos)));
    } catch (UncheckedIOException e) {
      throw new SettingsException(List.of(e.getMessage() + ": settings http.host and http.port."));
    }
  }

  private static HttpSettings listening(Settings settings) {
    HttpSettings http =
        new HttpSettings(
            new InetSocketAddress(settings.get(HttpSetting.HOST), settings.get(HttpSetting.PORT)),
            settings.get(ServeSetting.CONCURRENCY) + SPARE_THREADS,
            MAX_BODY_BYTES,
            tokens(settings),
            settings.get(HttpSetting.DRAIN_DELAY),
            settings.get(HttpSetting.DRAIN_LIMIT));
    try {
      http.requireProtection();
    } catch (IllegalArgumentException e) {
      throw new SettingsException(List.of(e.getMessage()));
    }
    return http;
  }

  private static AccessTokens tokens(Settings settings) {
    return AccessTokens.of(
        Map.of(
            Scope.READ, settings.get(HttpSetting.READ_TOKENS),
            Scope.ERASE, settings.get(HttpSetting.ERASE_TOKENS),
            Scope.OPS, settings.get(HttpSetting.OPS_TOKENS)));
  }

  /** The feature server over a store, with whom it asks for the rest. */
  public static FeatureServer server(
      CheckedDefinitions definitions,
      Settings settings,
      FeatureStore store,
      Clock wall,
      HttpMetrics metrics,
      ServePorts ports) {
    ServedValues served =
        (entity, status, count) ->
            metrics.valuesServed(entity, status.name().toLowerCase(Locale.ROOT), count);
    return new FeatureServer(
        CatalogPlan.of(definitions, settings),
        store,
        bounds(settings, definitions.definitions().clock()),
        wall,
        ports.with(served));
  }

  private static ServeSettings bounds(Settings settings, ClockMode clock) {
    return new ServeSettings(
        settings.get(ServeSetting.MAX_KEYS),
        settings.get(ServeSetting.MAX_VALUES),
        settings.get(ServeSetting.CONCURRENCY),
        settings.get(ServeSetting.TIMEOUT),
        clock == ClockMode.WALL
            ? Optional.of(settings.get(ServeSetting.TOLERANCE))
            : Optional.empty());
  }
}
