package io.tidemark.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.local.LocalStack;
import io.tidemark.local.ServiceProcess;
import io.tidemark.local.StackOptions;
import io.tidemark.registry.SchemaRegistries;
import io.tidemark.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long after an event is produced its features can be read from Redis, at a constant rate of
 * events, for several flush intervals of the service in one run. Everything shares the machine.
 */
@Command(name = "freshness-benchmark", mixinStandardHelpOptions = true)
public final class FreshnessBenchmark extends Benchmark {
  private static final int REDIS_MB = 2_048;
  private static final String NAMESPACE = "bench";
  private static final short REPLICAS = 1;
  private static final FeatureSet FEATURES = FeatureSet.std16(List.of("5m", "1h", "24h", "7d"));

  @Option(names = "--rate", description = "Events per second (default: 5000).")
  private double rate = 5_000;

  @Option(
      names = "--flush-intervals",
      split = ",",
      description = "Of the service, one after the other (default: 100ms,50ms,20ms).")
  private List<String> flushIntervals = List.of("100ms", "50ms", "25ms");

  @Option(names = "--warm-up", description = "Seconds that are not measured (default: 20).")
  private int warmUp = 20;

  @Option(names = "--seconds", description = "Measured seconds of each interval (default: 30).")
  private int seconds = 30;

  @Option(names = "--probes", description = "Events per second that are timed (default: 100).")
  private int probesPerSecond = 100;

  @Option(names = "--rounds", description = "How often the intervals take turns.")
  private int rounds = 1;

  @Option(names = "--seed", description = "Of the events.")
  private long seed = 1;

  @Option(names = "--java-opts", description = "More Java flags for the service.")
  private List<String> javaFlags = new ArrayList<>();

  @Option(names = "--set", description = "More settings of the service (default: as shipped).")
  private Map<String, String> settings = new TreeMap<>();

  private LocalStack stack;

  /** Runs it with the options of {@code --help}. */
  public static void main(String[] arguments) {
    new FreshnessBenchmark().run(arguments);
  }

  @Override
  public Integer call() throws Exception {
    try (LocalStack started =
        LocalStack.start(new StackOptions(0, 0, 0, REDIS_MB, false), line -> {})) {
      stack = started;
      print("seed %d, %.0f events/s of 100,000 users, std16, clock wall%n", seed, rate);
      print(
          "%-10s %8s %8s %8s %8s %8s %8s %8s%n",
          "flush", "events/s", "p50 ms", "p90", "p99", "max", "CPU/M", "probes");
      for (int run = 0; run < rounds * flushIntervals.size(); run++) {
        measure("live-" + run, flushIntervals.get(run % flushIntervals.size()));
      }
    }
    return 0;
  }

  private void measure(String id, String flushInterval) throws Exception {
    RedisClient client = RedisClient.create(stack.redisUrl());
    try (StatefulRedisConnection<String, String> redis = client.connect();
        SchemaRegistry registry =
            SchemaRegistries.connect(Map.of("schema.registry.url", stack.registryUrl()));
        KafkaProducer<byte[], byte[]> producer = producer();
        ServiceProcess service = new ServiceProcess(stack, id, 0, javaFlags)) {
      createTopic(id);
      LiveLoad load =
          new LiveLoad(
              workload(),
              new ShopEvents(registry, id),
              producer,
              id,
              rate,
              Math.max(1, (int) (rate / probesPerSecond)));
      settings.forEach(service::set);
      service.set("topics.prefix", id + ".").set("features.flush.interval", flushInterval);
      service.start(definitions(id));
      run(load, service, new FreshnessProbes(redis, NAMESPACE + ":user:"), flushInterval);
      redis.sync().flushall();
    } finally {
      client.shutdown();
    }
  }

  private void run(
      LiveLoad load, ServiceProcess service, FreshnessProbes probes, String flushInterval)
      throws Exception {
    ProcessUsage usage = new ProcessUsage(service.pid().orElseThrow());
    AtomicReference<double[]> before = new AtomicReference<>();
    CompletableFuture<Void> watching = CompletableFuture.runAsync(probes);
    long sent =
        load.send(
            Duration.ofSeconds(warmUp),
            Duration.ofSeconds(seconds),
            probes,
            () -> before.set(new double[] {usage.cpuSeconds(), System.nanoTime()}));
    double took = (System.nanoTime() - before.get()[1]) / 1e9;
    double cpu = usage.cpuSeconds() - before.get()[0];
    probes.noMore();
    watching.join();
    Histogram micros = probes.micros();
    print(
        "%-10s %8.0f %8.1f %8.1f %8.1f %8.1f %8.2f %8d, %d wrong%n",
        flushInterval,
        sent / took,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(90) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3,
        cpu / sent * 1e6,
        micros.getTotalCount(),
        probes.wrong(FEATURES));
  }

  private Workload workload() {
    Workload.Shape shape = Workload.Shape.STD;
    return new Workload(shape, shape.defaultUsers(), shape.defaultEvents(), seed, 0, Workload.SPAN);
  }

  private void createTopic(String name) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()))) {
      admin
          .createTopics(Set.of(new NewTopic(name, WorkloadTopic.PARTITIONS, REPLICAS)))
          .all()
          .get();
    }
  }

  private Path definitions(String id) throws IOException {
    return Files.writeString(
        stack.workFolder().resolve(id + ".yaml"), FEATURES.yaml(NAMESPACE, id, "wall"));
  }

  /** As Kafka ships it: what waits in the producer, 5 ms at most, counts. */
  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> producer =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            stack.bootstrapServers(),
            ProducerConfig.ACKS_CONFIG,
            "1",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            false);
    return new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
