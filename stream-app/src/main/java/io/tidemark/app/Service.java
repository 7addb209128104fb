package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.app.plan.CatalogPlan;
import io.tidemark.app.plan.DeliveryPlan;
import io.tidemark.app.plan.LivePorts;
import io.tidemark.app.plan.RedisPlan;
import io.tidemark.app.plan.TopologyPlan;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.RedisSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.StreamsSetting;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.delivery.Ownership;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.delivery.StoreRefill;
import io.tidemark.kafka.past.KafkaHistory;
import io.tidemark.store.Catalog;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: what it serves, the ground it stands on, and the topology. Started once. */
public final class Service implements RunningProcess {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final Settings settings;
  private final boolean builtIn;
  private final boolean takeOver;
  private final Clock wall = Clock.systemUTC();
  private final Parts parts = new Parts();

  /**
   * Creates a service that is not started.
   *
   * @param builtIn whether it runs the built-in definitions
   * @param takeOver whether another application loses the namespace in Redis to this one
   */
  public Service(Settings settings, boolean builtIn, boolean takeOver) {
    this.settings = settings;
    this.builtIn = builtIn;
    this.takeOver = takeOver;
  }

  /**
   * Starts every part.
   *
   * @throws DefinitionException when the definitions do not fit the schemas of their topics
   */
  public void start(LoadedDefinitions loaded) throws DefinitionException {
    RedisSettings redis = RedisPlan.of(settings);
    StateFolder.require(
        settings.get(StreamsSetting.STATE_DIR), settings.get(KafkaSetting.APPLICATION_ID));
    Serving serving = new Serving(settings, parts, wall).withTopics();
    Patience patience = serving.patience();
    Ground ground =
        new GroundWork(settings, parts, serving.metrics(), wall, patience).lay(loaded, builtIn);
    serving.operators().open(ground.clients());
    Catalog catalog = CatalogPlan.of(ground.basis().definitions(), settings);
    RedisFeatureStore store =
        parts.keep(
            patience.until(Neighbour.REDIS, () -> RedisFeatureStore.connect(redis, catalog)));
    Ownership ownership =
        patience.until(Neighbour.REDIS, () -> DeliveryPlan.own(ground.basis(), store, takeOver));
    patience.progress().step("topology");
    DeliveryPlan delivery = new DeliveryPlan(ground.basis(), store, ownership);
    run(ground, catalog, delivery, store, serving);
    serving.readiness().add("schema-registry", ground.answers()::outage);
    String steps = serving.started(ground.basis().definitions());
    LOG.info("Started {} with {} ({})", settings.get(KafkaSetting.APPLICATION_ID), settings, steps);
  }

  private void run(
      Ground on, Catalog catalog, DeliveryPlan delivery, RedisFeatureStore store, Serving serving) {
    Basis basis = on.basis();
    Followers followers = Followers.start(on, catalog, parts);
    serving.operators().open(followers.history());
    serving.metrics().run().history(followers.disk()::bytes);
    BaselineFiles.publish(on, followers.baselines());
    removeExpired(store, serving);
    KafkaHistory history =
        new KafkaHistory(on.clients(), settings.get(KafkaSetting.APPLICATION_ID), on.gate());
    LivePorts live =
        new LivePorts(
            basis.definitions(),
            catalog,
            followers.drift()::of,
            followers::inForce,
            serving.metrics().ingest(),
            wall);
    StoreOutlet outlet = delivery.outlet(live.observed(store));
    StoreRefill refill = delivery.refill(outlet, history, followers.control()::rebuild);
    parts.work("store-refill", refill, refill::close);
    serving
        .readiness()
        .add("redis", () -> outlet.outage().or(outlet::refusals).or(store::problem), refill::note);
    WatchedInputs inputs = WatchedInputs.watch(on, followers.control()::endOfInputMs, parts);
    RunningTopology topology =
        new RunningTopology(
            TopologyPlan.of(
                    basis, on.schemas(), history, outlet, refill, followers.baselines(), inputs::of)
                .topology(),
            LivePorts.endpoint(settings, serving.address()));
    var erasures = ErasureRequests.eraser(on, parts, followers.receipts());
    serving.serve(
        basis.definitions(),
        store,
        live.ports(settings, topology.entities(), topology.labels()).with(erasures));
    serving.operators().open(OperatorAnswers.of(basis, topology, erasures));
    Path state = settings.get(StreamsSetting.STATE_DIR);
    serving.metrics().run().diskFree(() -> StateFolder.free(state));
    topology.start(settings, on.gate(), inputs.positions(), parts, serving);
  }

  private void removeExpired(RedisFeatureStore store, Serving serving) {
    store
        .expiredRows(
            settings.get(RedisSetting.EXPIRY_PAUSE), serving.metrics().store()::rowsExpired)
        .ifPresent(rows -> parts.work("expired-rows", rows, rows::close));
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
