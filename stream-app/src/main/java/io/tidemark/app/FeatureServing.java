package io.tidemark.app;

import io.tidemark.app.plan.CatalogPlan;
import io.tidemark.app.plan.LivePorts;
import io.tidemark.app.plan.RedisPlan;
import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.settings.Settings;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.store.Catalog;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisSettings;
import io.tidemark.store.serve.StoreWatch;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feature server as a process of its own. Started once. */
public final class FeatureServing implements RunningProcess {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureServing.class);

  private final Settings settings;
  private final Clock wall = Clock.systemUTC();
  private final Parts parts = new Parts();
  private volatile FeatureStore store;
  private volatile StoreWatch watch;

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
    Serving serving = new Serving(settings, parts, wall);
    serving.readiness().add("redis", this::redisProblem, this::redisNote);
    Patience patience = serving.patience();
    patience.until(Neighbour.REGISTRY, () -> schemas.fetch(loaded.definitions()));
    CheckedDefinitions checked = schemas.check(loaded);
    Catalog catalog = CatalogPlan.of(checked, settings);
    store =
        parts.keep(
            patience.until(Neighbour.REDIS, () -> RedisFeatureStore.connect(redis, catalog)));
    watch = serving.serve(checked, store, LivePorts.ofServer(settings));
    String steps = serving.started(checked);
    LOG.info(
        "Serving features of {} with {} ({})", checked.definitions().namespace(), settings, steps);
  }

  private Optional<String> redisProblem() {
    FeatureStore connected = store;
    return connected == null ? Optional.of("not connected yet") : connected.problem();
  }

  private Optional<String> redisNote() {
    OptionalLong sinceMs = watch == null ? OptionalLong.empty() : watch.sinceMs();
    return sinceMs.isPresent()
        ? Optional.of("being filled anew since " + Instant.ofEpochMilli(sinceMs.getAsLong()))
        : Optional.empty();
  }

  @Override
  public Optional<Throwable> awaitEnd() throws InterruptedException {
    return parts.awaitEnd();
  }

  @Override
  public void close() {
    parts.close();
  }
}
