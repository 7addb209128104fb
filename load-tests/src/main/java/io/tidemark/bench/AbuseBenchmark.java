package io.tidemark.bench;

import io.tidemark.bench.OpenLoop.Clients;
import io.tidemark.bench.OpenLoop.Outcome;
import io.tidemark.http.ConnectionLimits;
import io.tidemark.http.HttpEdge;
import io.tidemark.http.HttpService;
import io.tidemark.http.Response;
import io.tidemark.http.Scope;
import io.tidemark.local.LocalRedis;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisSettings;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Latency of features and of {@code /health/live} while half-open connections, slow bodies and slow
 * readers hold the server, against the same load without them, in one run. Every probe of health is
 * a new connection from 127.0.0.1, where some of the others come from too. Everything shares the
 * machine.
 */
@Command(name = "abuse-benchmark", mixinStandardHelpOptions = true)
public final class AbuseBenchmark extends Benchmark {
  private static final int REDIS_MB = 512;
  private static final int ENTITIES = 10_000;
  private static final int WORKERS = 4;
  private static final byte[] LONG = new byte[8 << 20];
  private static final String LONG_PATH = "/bench/long";

  @Option(names = "--half-open", description = "Connections with half a head.")
  private int halfOpen = 2_000;

  @Option(names = "--slow-bodies", description = "Connections with a body byte by byte.")
  private int slowBodies = 200;

  @Option(names = "--slow-readers", description = "Connections that do not read 8 MiB.")
  private int slowReaders = 100;

  @Option(names = "--addresses", description = "Addresses they come from, 127.0.0.1 first.")
  private int addresses = 4;

  @Option(names = "--rate", description = "Requests for features per second.")
  private double rate = 200;

  @Option(names = "--probes", description = "Probes of health per second.")
  private double probes = 10;

  @Option(names = "--seconds", description = "Measured seconds of each of the two phases.")
  private int seconds = 120;

  @Option(names = "--warm-up", description = "Seconds before each that are not measured.")
  private int warmUp = 10;

  @Option(names = "--health-port", description = "Health has a port of its own.")
  private boolean healthPort;

  @Option(names = "--seed", description = "Of values and keys.")
  private long seed = 1;

  /** Runs it with the options of {@code --help}. */
  public static void main(String[] arguments) {
    new AbuseBenchmark().run(arguments);
  }

  @Override
  public Integer call() throws Exception {
    BenchData data = new BenchData(ENTITIES, seed);
    OptionalInt port = healthPort ? OptionalInt.of(0) : OptionalInt.empty();
    HttpEdge edge = new HttpEdge(ConnectionLimits.DEFAULT, port, Optional.empty());
    try (LocalRedis redis = LocalRedis.start(REDIS_MB);
        FeatureStore store =
            RedisFeatureStore.connect(RedisSettings.of(redis.url()), data.catalog());
        HttpService http = ServeBenchmark.server(store, edge)) {
      data.fill(store, Clock.systemUTC().millis());
      http.route("GET", LONG_PATH, Scope.READ, r -> new Response(200, "x/y", Map.of(), LONG));
      http.start();
      compare(http, data);
    }
    return 0;
  }

  private void compare(HttpService http, BenchData data) throws Exception {
    print("%-22s %9s %8s %8s %8s %8s%n", "", "req/s", "p50 us", "p99", "p99.9", "max");
    List<Histogram> quiet = measure("quiet", http, data);
    List<HalfClients> attackers = new ArrayList<>();
    try {
      attack(http.address(), attackers);
      List<Histogram> attacked = measure("attacked", http, data);
      long connected = attackers.stream().mapToLong(HalfClients::connected).sum();
      print("attackers connected %d times, open %d%n", connected, http.connections());
      print("p99 of features %.2f times the quiet one%n", ratio(attacked.get(0), quiet.get(0)));
      print("p99 of health %.1f ms%n", attacked.get(1).getValueAtPercentile(99) / 1_000.0);
    } finally {
      attackers.forEach(HalfClients::close);
    }
  }

  private void attack(InetSocketAddress server, List<HalfClients> attackers) {
    attackers.add(new HalfClients(server, HalfClients.HALF_HEAD, halfOpen, addresses));
    attackers.add(new HalfClients(server, HalfClients.SLOW_BODY, slowBodies, addresses));
    String reader = HalfClients.slowReader(LONG_PATH);
    attackers.add(new HalfClients(server, reader, slowReaders, addresses));
  }

  private List<Histogram> measure(String phase, HttpService http, BenchData data) throws Exception {
    Clients features = worker -> new ServerClient(new HttpConnection(http.address()), data, 1);
    Clients health = worker -> new HealthProbe(http.healthAddress().orElse(http.address()));
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      Future<Outcome> asked = both.submit(() -> loop(WORKERS, rate).run(features));
      Future<Outcome> probed = both.submit(() -> loop(1, probes).run(health));
      return List.of(
          shown(phase + " features", asked.get()), shown(phase + " health", probed.get()));
    } finally {
      both.shutdownNow();
    }
  }

  private OpenLoop loop(int workers, double perSecond) {
    return new OpenLoop(
        workers, perSecond, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
  }

  private Histogram shown(String name, Outcome outcome) {
    Histogram micros = outcome.micros();
    print(
        "%-22s %9.1f %8d %8d %8d %8d%n",
        name,
        outcome.rate(),
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(99),
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue());
    return micros;
  }

  private static double ratio(Histogram one, Histogram other) {
    return (double) one.getValueAtPercentile(99) / other.getValueAtPercentile(99);
  }
}
