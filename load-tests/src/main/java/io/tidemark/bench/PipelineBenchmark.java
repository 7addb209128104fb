package io.tidemark.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.bench.Drain.Measured;
import io.tidemark.bench.Workload.Shape;
import io.tidemark.local.JavaProcess;
import io.tidemark.local.LocalStack;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The whole feature path, from a topic to Redis, against a floor in the same run: a backlog of
 * events is drained by the least stateful application Kafka Streams can be, and by the service as
 * it ships, each a process of its own, in turns. Values in Redis are held against a recomputation.
 * Broker, registry, Redis and all processes share the machine.
 */
@Command(name = "pipeline-benchmark", mixinStandardHelpOptions = true)
public final class PipelineBenchmark extends Benchmark {
  private static final int REDIS_MB = 6_144;
  private static final String TOPIC = "bench-events";
  private static final String NAMESPACE = "bench";
  private static final Instant HISTORY = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<String> COUNTERS =
      List.of("tidemark_feature_vectors", "tidemark_feature_decays", "tidemark_store_writes");

  @Option(names = "--workload", description = "std, smoke, wide or hot (default: std).")
  private Shape shape = Shape.STD;

  @Option(names = "--users", description = "How many (default: 100000; wide 1000000).")
  private int users;

  @Option(names = "--events", description = "How many (default: 2000000; smoke 200000).")
  private long events;

  @Option(names = "--features", description = "std16 or std60 (default: std16).")
  private String features = "std16";

  @Option(
      names = "--windows",
      split = ",",
      description = "Of every aggregate (default: 5m,1h,24h,7d).")
  private List<String> windows = List.of("5m", "1h", "24h", "7d");

  @Option(
      names = "--clock",
      description =
          "stream: windows follow the events, whose time is fixed; wall: events end now"
              + " (default: stream).")
  private String clock = "stream";

  @Option(names = "--span", description = "Event time from first to last (default: P8D).")
  private Duration span = Workload.SPAN;

  @Option(names = "--rounds", description = "How often floor and service take turns.")
  private int rounds = 1;

  @Option(names = "--seed", description = "Of the events.")
  private long seed = 1;

  @Option(names = "--heap", description = "Megabytes for floor and service each.")
  private int heapMb = 1_024;

  @Option(names = "--no-floor", description = "Run the service alone.")
  private boolean withoutFloor;

  @Option(names = "--java-opts", description = "More Java flags for the service.")
  private String javaOpts = "";

  @Option(names = "--set", description = "Settings of the service (default: as shipped).")
  private Map<String, String> settings = new TreeMap<>();

  private final long nowMs = Clock.systemUTC().millis();
  private LocalStack stack;
  private Admin admin;
  private Workload workload;

  /** Runs it with the options of {@code --help}. */
  public static void main(String[] arguments) {
    new PipelineBenchmark().run(arguments);
  }

  @Override
  public Integer call() throws Exception {
    workload =
        new Workload(
            shape,
            users == 0 ? shape.defaultUsers() : users,
            events == 0 ? shape.defaultEvents() : events,
            seed,
            startMs(),
            span);
    StackOptions options = new StackOptions(0, 0, 0, REDIS_MB, false);
    Sample sample = Sample.of(workload);
    try (LocalStack started = LocalStack.start(options, line -> {});
        Admin client = admin(started)) {
      stack = started;
      admin = client;
      new WorkloadTopic(stack.bootstrapServers(), stack.registryUrl(), TOPIC)
          .write(workload, admin);
      print(
          "%s, %d users, %d events, seed %d, first event at %s, %s over %s, clock %s, heap %d MB%n",
          shape,
          workload.users(),
          workload.events(),
          seed,
          Instant.ofEpochMilli(startMs()),
          features,
          windows,
          clock,
          heapMb);
      measureAll(sample);
    }
    return 0;
  }

  private void measureAll(Sample sample) throws Exception {
    print(
        "%-9s %9s %7s %9s %7s %7s %7s %8s %8s %8s %7s%n",
        "",
        "events/s",
        "CPU/M",
        "2nd half",
        "CPU/M",
        "start",
        "store s",
        "chlog B",
        "repart B",
        "vector B",
        "RSS MB");
    for (int round = 0; round < rounds; round++) {
      Measured floor = withoutFloor ? null : show("floor", floor(round));
      Measured service = show("service", service(round, sample));
      if (floor != null) {
        print(
            "%-9s %9.2f %7.2f %9.2f %7.2f%n",
            "  ratio",
            service.whole().perSecond() / floor.whole().perSecond(),
            service.whole().cpuPerMillion() / floor.whole().cpuPerMillion(),
            service.warm().perSecond() / floor.warm().perSecond(),
            service.warm().cpuPerMillion() / floor.warm().cpuPerMillion());
      }
    }
  }

  private Measured floor(int round) throws Exception {
    String id = "floor-" + round;
    List<String> arguments =
        List.of(
            stack.bootstrapServers(),
            TOPIC,
            id,
            stack.workFolder().resolve("state-" + id).toString());
    try (JavaProcess process = JavaProcess.start(stack, id, heapMb, FloorMain.class, arguments)) {
      return new Drain(
              workload.events(),
              new GroupProgress(admin, id, TOPIC),
              () -> 0,
              () -> OptionalLong.of(process.pid()),
              process::requireAlive,
              new LogGrowth(admin, id))
          .measure();
    } finally {
      forget(id);
    }
  }

  private Measured service(int round, Sample sample) throws Exception {
    String id = "service-" + round;
    try (ServiceProcess service = new ServiceProcess(stack, id, 0, javaFlags())) {
      settings.forEach(service::set);
      service.set("topics.prefix", id + ".");
      Path definitions = definitions(id);
      CompletableFuture<Void> started =
          CompletableFuture.runAsync(() -> service.start(definitions));
      Measured measured =
          new Drain(
                  workload.events(),
                  new GroupProgress(admin, id, TOPIC),
                  () -> Scrape.of(service.url("/metrics")).sum("tidemark_store_lag"),
                  service::pid,
                  () -> started.getNow(null),
                  new LogGrowth(admin, id))
              .measure();
      started.join();
      explain(service);
      verify(sample);
      return measured;
    } finally {
      forget(id);
    }
  }

  /** Where it went: seconds by kind of thread, and how many vectors an event came to. */
  private void explain(ServiceProcess service) throws IOException, InterruptedException {
    Scrape scrape = Scrape.of(service.url("/metrics"));
    print("  CPU s: %s%n", ThreadTimes.of(service.pid().orElseThrow()));
    for (String counter : COUNTERS) {
      print("  %s per event: %s%n", counter, scrape.perEvent(counter, workload.events()));
    }
  }

  private void verify(Sample sample) {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      long readMs = Clock.systemUTC().millis();
      print("  %s%n", sample.check(connection.sync(), NAMESPACE + ":user:", featureSet(), readMs));
      connection.sync().flushall();
    } finally {
      client.shutdown();
    }
  }

  private Measured show(String name, Measured measured) {
    print(
        "%-9s %9.0f %7.2f %9.0f %7.2f %7.2f %7.2f %8.1f %8.1f %8.1f %7d%n",
        name,
        measured.whole().perSecond(),
        measured.whole().cpuPerMillion(),
        measured.warm().perSecond(),
        measured.warm().cpuPerMillion(),
        measured.cpuBefore(),
        measured.storeSeconds(),
        measured.bytesPerEvent("-changelog"),
        measured.bytesPerEvent("-repartition"),
        measured.bytesPerEvent(".features"),
        measured.peakRssMb());
    measured
        .growth()
        .appended()
        .forEach(
            (topic, bytes) -> {
              if (bytes > 0) {
                print("  %-50s %8d KB%n", topic, bytes >> 10);
              }
            });
    return measured;
  }

  /** Makes room for the next round: what it did not write, it does not read. */
  private void forget(String id) throws Exception {
    List<String> own = new ArrayList<>(admin.listTopics().names().get());
    own.removeIf(topic -> !topic.startsWith(id));
    admin.deleteTopics(own).all().get();
  }

  private Path definitions(String id) throws IOException {
    return Files.writeString(
        stack.workFolder().resolve(id + ".yaml"), featureSet().yaml(NAMESPACE, TOPIC, clock));
  }

  private FeatureSet featureSet() {
    return switch (features) {
      case "std16" -> FeatureSet.std16(windows);
      case "std60" -> FeatureSet.std60(windows);
      default ->
          throw invalid("Invalid --features %s: must be std16 or std60.".formatted(features));
    };
  }

  /** History is always the same; under the wall clock, events have to end now to be in a window. */
  private long startMs() {
    return clock.equals("stream") ? HISTORY.toEpochMilli() : nowMs - span.toMillis();
  }

  private List<String> javaFlags() {
    List<String> flags = new ArrayList<>(List.of("-Xmx" + heapMb + "m"));
    if (!javaOpts.isBlank()) {
      flags.addAll(List.of(javaOpts.strip().split("\\s+", -1)));
    }
    return flags;
  }

  private static Admin admin(LocalStack stack) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
  }
}
