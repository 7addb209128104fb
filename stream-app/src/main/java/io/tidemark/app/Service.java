package io.tidemark.app;

import io.tidemark.app.plan.Basis;
import io.tidemark.app.plan.CatalogPlan;
import io.tidemark.app.plan.DriftPlan;
import io.tidemark.app.plan.FeatureParts;
import io.tidemark.app.plan.FeaturesPlan;
import io.tidemark.app.plan.IngestPlan;
import io.tidemark.app.plan.InputTopics;
import io.tidemark.app.plan.JoinPlan;
import io.tidemark.app.plan.LivePorts;
import io.tidemark.app.plan.RedisPlan;
import io.tidemark.app.plan.ServePlan;
import io.tidemark.app.plan.SourceSchemas;
import io.tidemark.app.plan.StreamsSettings;
import io.tidemark.app.plan.TopicPlan;
import io.tidemark.app.plan.TopologyPlan;
import io.tidemark.app.settings.KafkaSetting;
import io.tidemark.app.settings.Settings;
import io.tidemark.app.settings.TopicSetting;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.delivery.StoreRefill;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.explain.EntityStates;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.control.ControlFeed;
import io.tidemark.kafka.drift.BaselineFeed;
import io.tidemark.kafka.gate.AnsweredRegistry;
import io.tidemark.kafka.gate.RegistryGate;
import io.tidemark.kafka.gate.SchemaAnswers;
import io.tidemark.kafka.past.KafkaHistory;
import io.tidemark.kafka.query.DriftFeed;
import io.tidemark.kafka.query.KafkaEntityStates;
import io.tidemark.kafka.run.StreamsProcess;
import io.tidemark.kafka.run.TidemarkTopology;
import io.tidemark.monitoring.http.OpsServer;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.store.Catalog;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisSettings;
import io.tidemark.store.serve.FeatureServer;
import io.tidemark.store.serve.ServePorts;
import io.tidemark.store.serve.StoreWatch;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: the one place that knows every part, builds them in order and stops them in
 * the opposite order. Started once; {@link #close} may be called from any thread, and again.
 */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** Many times what the store answers within a round trip; each takes memory while it waits. */
  private static final int ROWS_UNDER_WAY = 4_096;

  private final Settings settings;
  private final boolean builtIn;
  private final Clock wall = Clock.systemUTC();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private Readiness readiness;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicReference<FeatureServer> features = new AtomicReference<>();
  private volatile OpsServer http;
  private volatile StreamsProcess streams;

  /**
   * Creates a service that is not started.
   *
   * @param builtIn whether it runs the built-in definitions
   */
  public Service(Settings settings, boolean builtIn) {
    this.settings = settings;
    this.builtIn = builtIn;
  }

  /**
   * What most parts are built from.
   *
   * @param registry where records read and written find their schemas
   */
  private record Ground(
      CheckedDefinitions checked,
      KafkaClients clients,
      Topics topics,
      SchemaRegistry registry,
      PrometheusExport export) {}

  /**
   * Starts every part.
   *
   * @throws DefinitionException when the definitions do not fit the schemas of their topics
   */
  public void start(LoadedDefinitions loaded) throws DefinitionException {
    RedisSettings redis = RedisPlan.of(settings);
    PrometheusExport export = keep(new PrometheusExport());
    readiness = new Readiness(export.metrics().http());
    http = keep(serve(export));
    SchemaRegistry registry = keep(SchemaRegistries.connect(settings.registry()));
    KafkaClients clients =
        new KafkaClients(settings.kafka(), settings.get(KafkaSetting.APPLICATION_ID));
    Topics topics = Topics.withPrefix(settings.get(TopicSetting.PREFIX));
    Patience.until("Kafka", () -> TopicPlan.prepare(settings, clients, topics));
    StartUp startUp = new StartUp(registry, topics);
    Patience.until("the schema registry", startUp::registerOutputs);
    SourceSchemas schemas = new SourceSchemas(registry, builtIn);
    CheckedDefinitions checked =
        DefinitionChecker.check(
            loaded,
            new ExpressionCompiler(),
            topic -> schemas.of(topic, loaded.definitions()).map(AvroTypes::recordType));
    InputTopics inputs = InputTopics.of(checked.definitions());
    TopicPlan.require(settings, clients, inputs.all());
    SchemaAnswers answers = keep(new SchemaAnswers(registry, export.metrics().registry(), wall));
    SchemaRegistry answered = new AnsweredRegistry(answers, registry);
    startUp.publishBaselines(checked.definitions(), clients);
    String applicationId = settings.get(KafkaSetting.APPLICATION_ID);
    RegistryGate gate = new RegistryGate(answers, inputs.inWireFormat(applicationId));
    run(new Ground(checked, clients, topics, answered, export), redis, schemas, gate);
    readiness.add("schema-registry", answers::outage);
    LOG.info("Started {} with {}", applicationId, settings);
  }

  private void run(Ground on, RedisSettings redis, SourceSchemas schemas, RegistryGate gate) {
    Feeds feeds =
        new Feeds(
            on.clients(),
            on.registry(),
            on.topics(),
            (name, feed, stop) -> keep(new Worker(name, feed, stop, this::fail)));
    BaselineFeed baselines = feeds.baselines();
    ControlFeed control = feeds.control();
    Catalog catalog = CatalogPlan.of(on.checked());
    FeatureStore store =
        keep(Patience.until("Redis", () -> RedisFeatureStore.connect(redis, catalog)));
    KafkaHistory history =
        new KafkaHistory(on.clients(), settings.get(KafkaSetting.APPLICATION_ID), gate);
    DriftFeed drift = feeds.drift(LivePorts.features(catalog), wall);
    LivePorts live =
        new LivePorts(on.checked(), catalog, drift::of, on.export().metrics().ingest(), wall);
    StoreOutlet outlet = outlet(on, redis, live.observed(store));
    StoreRefill refill = refill(on, store, outlet, history, control);
    Basis basis = new Basis(on.checked(), settings, on.registry(), wall, on.export().metrics());
    TidemarkTopology topology =
        new TopologyPlan(
                new IngestPlan(basis, schemas.byTopic(), history),
                new FeaturesPlan(basis, outlet, refill),
                new DriftPlan(basis, baselines),
                new JoinPlan(basis))
            .topology();
    String advertised = LivePorts.advertised(settings, http.address());
    EntityStates states =
        new KafkaEntityStates(() -> Optional.ofNullable(streams), topology.features(), advertised);
    serve(on, store, live.ports(settings, states));
    start(topology, advertised, gate);
  }

  private StoreOutlet outlet(Ground on, RedisSettings redis, FeatureStore store) {
    // a quarter is left to those who read its state, and to what is tried again
    int mostUnderWay = Math.min(ROWS_UNDER_WAY, redis.requestQueueSize() / 4 * 3);
    return new StoreOutlet(store, mostUnderWay, on.export().metrics().store(), wall);
  }

  private StoreRefill refill(
      Ground on,
      FeatureStore store,
      StoreOutlet outlet,
      KafkaHistory history,
      ControlFeed control) {
    StoreRefill refill =
        new StoreRefill(
            store,
            outlet,
            FeatureParts.of(
                on.checked(), settings.get(TopicSetting.PARTITIONS), history::partitions),
            control::rebuild,
            on.export().metrics().store(),
            wall);
    keep(new Worker("store-refill", refill, refill, this::fail));
    readiness.add("redis", outlet::outage, refill::note);
    return refill;
  }

  /** From the store to those who ask. */
  private void serve(Ground on, FeatureStore store, ServePorts ports) {
    StoreWatch watch = keep(StoreWatch.start(store, wall));
    features.set(
        ServePlan.server(
            on.checked(), settings, store, wall, on.export().metrics().http(), ports.with(watch)));
  }

  private void start(TidemarkTopology topology, String advertised, RegistryGate gate) {
    Map<String, Object> config = StreamsSettings.of(settings);
    config.put("application.server", advertised);
    streams = keep(new StreamsProcess(topology.build(config), config, gate));
    readiness.add("topology", streams::notReady);
    streams.start();
    if (failure.get() != null) {
      streams.end(failure.get());
    }
  }

  /** Waits until the topology ends; the cause when it ended by itself. */
  public Optional<Throwable> awaitEnd() throws InterruptedException {
    return streams.awaitEnd();
  }

  @Override
  public void close() {
    OpsServer listening = http;
    if (listening != null) {
      // while the store is still there for requests in flight
      listening.drain();
    }
    synchronized (parts) {
      while (!parts.isEmpty()) {
        close(parts.pop());
      }
    }
  }

  /** A part that works on its own thread failed: without it the service is none. */
  private void fail(Throwable error) {
    failure.compareAndSet(null, error);
    StreamsProcess running = streams;
    if (running != null) {
      running.end(error);
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    synchronized (parts) {
      parts.push(part);
    }
    return part;
  }

  private OpsServer serve(PrometheusExport export) {
    readiness.add("start", () -> streams == null ? Optional.of("starting") : Optional.empty());
    OpsServer server = ServePlan.http(settings, export, readiness.checks());
    FeatureServer.mount(server, () -> Optional.ofNullable(features.get()));
    return server.start();
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
    }
  }
}
