package io.tidemark.app;

import io.tidemark.app.plan.CatalogPlan;
import io.tidemark.app.plan.LivePorts;
import io.tidemark.app.plan.RedisPlan;
import io.tidemark.app.plan.ServePlan;
import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.Definitions;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.definition.Source;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.monitoring.http.OpsServer;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.store.CheckResult;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisSettings;
import io.tidemark.store.serve.FeatureServer;
import io.tidemark.store.serve.ServePorts;
import io.tidemark.store.serve.StoreWatch;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feature server as a process of its own. Started once; {@link #close} may be called from any
 * thread, and again.
 */
public final class FeatureServing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureServing.class);

  private final Settings settings;
  private final AtomicReference<FeatureServer> features = new AtomicReference<>();
  private final AtomicReference<FeatureStore> store = new AtomicReference<>();
  private final AtomicReference<StoreWatch> watch = new AtomicReference<>();
  private final AtomicReference<OpsServer> http = new AtomicReference<>();
  private final PrometheusExport export = new PrometheusExport();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Creates a process that is not started. */
  public FeatureServing(Settings settings) {
    this.settings = settings;
  }

  /**
   * Starts serving. Health is answered from the beginning, features once the definitions are
   * checked and Redis is connected; both are waited for as {@code run} does.
   *
   * @throws DefinitionException when the definitions do not fit the schemas of their topics
   */
  public void start(LoadedDefinitions loaded, SourceSchemas schemas) throws DefinitionException {
    RedisSettings redis = RedisPlan.of(settings);
    Readiness readiness = new Readiness(export.metrics().http());
    readiness.add(
        "start", () -> features.get() == null ? Optional.of("starting") : Optional.empty());
    readiness.add("redis", this::redisProblem, this::redisNote);
    OpsServer server = ServePlan.http(settings, export, readiness.checks());
    http.set(server);
    FeatureServer.mount(server, () -> Optional.ofNullable(features.get()));
    server.start();
    CheckedDefinitions checked = check(loaded, schemas);
    FeatureStore connected =
        Patience.until("Redis", () -> RedisFeatureStore.connect(redis, CatalogPlan.of(checked)));
    store.set(connected);
    Clock wall = Clock.systemUTC();
    StoreWatch watching = StoreWatch.start(connected, wall);
    watch.set(watching);
    ServePorts ports = LivePorts.ofServer(settings).with(watching);
    features.set(
        ServePlan.server(checked, settings, connected, wall, export.metrics().http(), ports));
    LOG.info("Serving features of {} with {}", checked.definitions().namespace(), settings);
  }

  private static CheckedDefinitions check(LoadedDefinitions loaded, SourceSchemas schemas)
      throws DefinitionException {
    Definitions definitions = loaded.definitions();
    Patience.until(
        "the schema registry",
        () ->
            definitions.sources().stream()
                .map(Source::topic)
                .forEach(topic -> schemas.of(topic, definitions)));
    return DefinitionChecker.check(
        loaded,
        new ExpressionCompiler(),
        topic -> schemas.of(topic, definitions).map(AvroTypes::recordType));
  }

  private Optional<String> redisProblem() {
    FeatureStore connected = store.get();
    if (connected == null) {
      return Optional.of("not connected yet");
    }
    CheckResult result = connected.check();
    return result.ok() ? Optional.empty() : Optional.of(result.reason());
  }

  private Optional<String> redisNote() {
    OptionalLong sinceMs =
        Optional.ofNullable(watch.get()).map(StoreWatch::sinceMs).orElse(OptionalLong.empty());
    return sinceMs.isPresent()
        ? Optional.of("being filled anew since " + Instant.ofEpochMilli(sinceMs.getAsLong()))
        : Optional.empty();
  }

  /** Waits until it is closed. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    Optional.ofNullable(http.getAndSet(null)).ifPresent(OpsServer::close);
    Optional.ofNullable(watch.getAndSet(null)).ifPresent(StoreWatch::close);
    Optional.ofNullable(store.getAndSet(null)).ifPresent(FeatureStore::close);
    export.close();
    ended.countDown();
  }
}
