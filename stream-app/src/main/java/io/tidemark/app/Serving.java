package io.tidemark.app;

import io.tidemark.app.plan.DeliveryPlan;
import io.tidemark.app.plan.HttpPlan;
import io.tidemark.app.plan.ServePlan;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.StartSetting;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.http.HttpService;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.serve.FeatureServer;
import io.tidemark.store.serve.ServePorts;
import io.tidemark.store.serve.StoreWatch;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a process answers over HTTP: health and metrics from the beginning, features once they can
 * be read. Requests in flight are answered before any part stops.
 */
final class Serving {
  private final Settings settings;
  private final Parts parts;
  private final Clock wall;
  private final PrometheusExport export;
  private final Readiness readiness;
  private final HttpService http;
  private final AtomicReference<FeatureServer> features = new AtomicReference<>();
  private final OperatorServing operators;

  /** Begins to answer. */
  Serving(Settings settings, Parts parts, Clock wall) {
    this.settings = settings;
    this.parts = parts;
    this.wall = wall;
    this.export = parts.keep(new PrometheusExport());
    this.readiness =
        parts.keep(new Readiness(export.metrics().http(), wall, new StartProgress(wall))).begin();
    this.http = parts.keep(HttpPlan.http(settings, export, readiness.checks()));
    this.operators = new OperatorServing(settings, parts);
    parts.beforeStop(http::drain);
    FeatureServer.mount(http, () -> Optional.ofNullable(features.get()));
    http.start();
  }

  Readiness readiness() {
    return readiness;
  }

  /** Waits for others as long as is wanted, and says so in readiness. */
  Patience patience() {
    return new Patience(settings.get(StartSetting.PATIENCE), readiness.progress());
  }

  TidemarkMetrics metrics() {
    return export.metrics();
  }

  /**
   * Everything has started: reports what runs, and how long each step took.
   *
   * @return the steps, for people
   */
  String started(CheckedDefinitions definitions) {
    Map<String, Duration> steps = readiness.progress().done();
    metrics().run().started(steps);
    metrics().run().runs(BuildInfo.running(DeliveryPlan.hash(definitions)));
    return StartProgress.text(steps);
  }

  /** Where it listens. */
  InetSocketAddress address() {
    return http.address();
  }

  /** Has a console, and answers what operators ask, once it can. */
  Serving withTopics() {
    operators.mount(http);
    return this;
  }

  /** What operators are answered. */
  OperatorServing operators() {
    return operators;
  }

  /** Serves features from now on; looks after whether the store is complete. */
  StoreWatch serve(CheckedDefinitions definitions, FeatureStore store, ServePorts ports) {
    StoreWatch watch = parts.keep(StoreWatch.start(store, wall));
    features.set(
        ServePlan.server(definitions, settings, store, wall, metrics().http(), ports.with(watch)));
    return watch;
  }
}
