package io.tidemark.app;

import io.tidemark.app.settings.Settings;
import io.tidemark.avro.Baseline;
import io.tidemark.avro.DriftMetric;
import io.tidemark.avro.FeatureVector;
import io.tidemark.definition.CheckedDefinitions;
import io.tidemark.definition.DefinitionChecker;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.LoadedDefinitions;
import io.tidemark.event.avro.AvroTypes;
import io.tidemark.explain.EntityStates;
import io.tidemark.expression.ExpressionCompiler;
import io.tidemark.kafka.AnsweredRegistry;
import io.tidemark.kafka.KafkaClients;
import io.tidemark.kafka.RegistryGate;
import io.tidemark.kafka.SchemaAnswers;
import io.tidemark.kafka.StreamsProcess;
import io.tidemark.kafka.TidemarkTopology;
import io.tidemark.kafka.Topics;
import io.tidemark.kafka.drift.BaselineFeed;
import io.tidemark.kafka.query.DriftFeed;
import io.tidemark.kafka.query.KafkaEntityStates;
import io.tidemark.kafka.sink.FeatureSink;
import io.tidemark.kafka.sink.VectorReader;
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
import io.tidemark.wire.AvroReader;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: the one place that knows every part, builds them in order and stops them in
 * the opposite order. Started once; {@link #close} may be called from any thread, and again.
 */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
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
   * Starts every part.
   *
   * @throws DefinitionException when the definitions do not fit the schemas of their topics
   */
  public void start(LoadedDefinitions loaded) throws DefinitionException {
    PrometheusExport export = keep(new PrometheusExport());
    readiness = new Readiness(export.metrics());
    http = keep(serve(export));
    SchemaRegistry registry = keep(SchemaRegistries.connect(settings.registry()));
    KafkaClients clients =
        new KafkaClients(settings.kafka(), settings.get(Settings.APPLICATION_ID));
    Topics topics = Topics.withPrefix(settings.get(Settings.TOPIC_PREFIX));
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
    SchemaAnswers answers = keep(new SchemaAnswers(registry, export.metrics(), wall));
    SchemaRegistry answered = new AnsweredRegistry(answers, registry);
    startUp.publishBaselines(checked.definitions(), clients);
    BaselineFeed baselines = follow(clients, answered, topics);
    TopologyPlan plan =
        new TopologyPlan(
            checked, settings, schemas.byTopic(), answered, baselines, wall, export.metrics());
    VectorReader vectors =
        new VectorReader(
            AvroReader.specific(answered, FeatureVector.class), checked.definitions().clock());
    Catalog catalog = CatalogPlan.of(checked);
    FeatureStore store =
        keep(Patience.until("Redis", () -> RedisFeatureStore.connect(redis(settings), catalog)));
    TidemarkTopology topology = plan.topology();
    String advertised = LivePorts.advertised(settings, http.address());
    DriftFeed drift = drift(clients, answered, topics, LivePorts.features(catalog));
    LivePorts live = new LivePorts(checked, catalog, drift::of, export.metrics(), wall);
    EntityStates states =
        new KafkaEntityStates(() -> Optional.ofNullable(streams), topology.features(), advertised);
    ServePorts ports = live.ports(settings, states);
    sink(clients, vectors, export, topics, live.observed(store));
    features.set(ServePlan.server(checked, settings, store, wall, export.metrics(), ports));
    RegistryGate gate =
        new RegistryGate(answers, inputs.inWireFormat(settings.get(Settings.APPLICATION_ID)));
    Map<String, Object> config = StreamsSettings.of(settings);
    config.put("application.server", advertised);
    streams = keep(new StreamsProcess(topology.build(config), config, gate));
    readiness.add("topology", streams::notReady);
    readiness.add("schema-registry", answers::outage);
    streams.start();
    if (failure.get() != null) {
      streams.end(failure.get());
    }
    LOG.info("Started {} with {}", settings.get(Settings.APPLICATION_ID), settings);
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

  private BaselineFeed follow(KafkaClients clients, SchemaRegistry registry, Topics topics) {
    BaselineFeed feed =
        new BaselineFeed(
            clients.reader("baselines"),
            AvroReader.specific(registry, Baseline.class),
            topics.baselines().name());
    feed.catchUp();
    keep(new Worker("baseline-feed", feed, feed, this::fail));
    return feed;
  }

  private DriftFeed drift(
      KafkaClients clients, SchemaRegistry registry, Topics topics, Set<String> features) {
    DriftFeed feed =
        new DriftFeed(
            clients.reader("drift"),
            AvroReader.specific(registry, DriftMetric.class),
            topics.drift().name(),
            features,
            wall);
    // a figure of the catalogue is no reason to end: the topic may be closed to this user
    keep(
        new Worker(
            "drift-feed", feed, feed, e -> LOG.error("The catalogue shows no more drift", e)));
    return feed;
  }

  private void sink(
      KafkaClients clients,
      VectorReader vectors,
      PrometheusExport export,
      Topics topics,
      FeatureStore store) {
    FeatureSink sink =
        new FeatureSink(
            clients.committedConsumer(settings.get(Settings.APPLICATION_ID) + "-redis"),
            topics.features().name(),
            vectors,
            store,
            export.metrics(),
            wall);
    keep(new Worker("redis-sink", sink, sink, this::fail));
    readiness.add("redis", () -> sink.failure().map(Throwable::toString).or(sink::outage));
  }

  static RedisSettings redis(Settings settings) {
    return RedisSettings.of(settings.get(Settings.REDIS))
        .withCommandTimeout(settings.get(Settings.REDIS_TIMEOUT));
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
    }
  }
}
