package io.tidemark.bench;

import io.lettuce.core.RedisClient;
import io.tidemark.bench.OpenLoop.Clients;
import io.tidemark.bench.OpenLoop.Outcome;
import io.tidemark.http.AccessTokens;
import io.tidemark.http.HttpEdge;
import io.tidemark.http.HttpService;
import io.tidemark.http.HttpSettings;
import io.tidemark.http.RequestListener;
import io.tidemark.local.LocalRedis;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisSettings;
import io.tidemark.store.serve.FeatureServer;
import io.tidemark.store.serve.ServePorts;
import io.tidemark.store.serve.ServeSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Latency of the feature server against a bare {@code HMGET} at the same rate, in one run on one
 * Redis: one entity and a hundred, fifty features each. Server, clients and Redis share the
 * machine.
 */
@Command(name = "serve-benchmark", mixinStandardHelpOptions = true)
public final class ServeBenchmark extends Benchmark {
  private static final int REDIS_MB = 1_024;
  private static final int BATCH = 100;

  @Option(names = "--rate", description = "Requests per second for one entity each.")
  private double rate = 500;

  @Option(names = "--batch-rate", description = "Requests per second for a hundred entities each.")
  private double batchRate = 10;

  @Option(names = "--seconds", description = "Measured seconds of each of the four phases.")
  private int seconds = 30;

  @Option(names = "--warm-up", description = "Seconds before each that are not measured.")
  private int warmUp = 10;

  @Option(names = "--workers", description = "Connections of the load.")
  private int workers = 4;

  @Option(names = "--entities", description = "Entities in Redis.")
  private int entities = 10_000;

  @Option(names = "--rounds", description = "How often the four phases take turns.")
  private int rounds = 1;

  @Option(names = "--seed", description = "Of values and keys.")
  private long seed = 1;

  /** Runs it with the options of {@code --help}. */
  public static void main(String[] arguments) {
    new ServeBenchmark().run(arguments);
  }

  @Override
  public Integer call() throws Exception {
    BenchData data = new BenchData(entities, seed);
    try (LocalRedis redis = LocalRedis.start(REDIS_MB);
        FeatureStore store =
            RedisFeatureStore.connect(RedisSettings.of(redis.url()), data.catalog());
        HttpService http = server(store)) {
      data.fill(store, Clock.systemUTC().millis());
      RedisClient lettuce = RedisClient.create(redis.url());
      try {
        measureAll(lettuce, http, data);
      } finally {
        lettuce.shutdown();
      }
    }
    return 0;
  }

  private void measureAll(RedisClient lettuce, HttpService http, BenchData data) throws Exception {
    print("seed %d, %d entities of %d features, %d connections%n", seed, entities, 50, workers);
    print("%-22s %9s %8s %8s %8s %8s %8s%n", "", "req/s", "p50 us", "p90", "p99", "p99.9", "max");
    for (int round = 0; round < rounds; round++) {
      compare(1, rate, lettuce, http, data);
      compare(BATCH, batchRate, lettuce, http, data);
    }
  }

  private void compare(
      int batch, double perSecond, RedisClient lettuce, HttpService http, BenchData data)
      throws Exception {
    Clients bare = worker -> new LettuceClient(lettuce.connect(), data, batch);
    InetSocketAddress address = http.address();
    Clients served = worker -> new ServerClient(new HttpConnection(address), data, batch);
    Histogram floor = measure("HMGET " + batch + "x50", perSecond, bare);
    Histogram server = measure("server " + batch + "x50", perSecond, served);
    print(
        "%-22s %9s %8.2f %8.2f %8.2f %8.2f%n",
        "  ratio",
        "",
        ratio(server, floor, 50),
        ratio(server, floor, 90),
        ratio(server, floor, 99),
        ratio(server, floor, 99.9));
  }

  private Histogram measure(String name, double perSecond, Clients clients) throws Exception {
    OpenLoop load =
        new OpenLoop(workers, perSecond, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    Outcome outcome = load.run(clients);
    Histogram micros = outcome.micros();
    print(
        "%-22s %9.1f %8d %8d %8d %8d %8d%n",
        name,
        outcome.rate(),
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(90),
        micros.getValueAtPercentile(99),
        micros.getValueAtPercentile(99.9),
        micros.getMaxValue());
    return micros;
  }

  private static double ratio(Histogram server, Histogram floor, double percentile) {
    return (double) server.getValueAtPercentile(percentile)
        / floor.getValueAtPercentile(percentile);
  }

  private static HttpService server(FeatureStore store) {
    return server(store, HttpEdge.DEFAULT).start();
  }

  /** A feature server over a store, not started. */
  static HttpService server(FeatureStore store, HttpEdge edge) {
    HttpSettings settings =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            72,
            1 << 20,
            AccessTokens.none(),
            Duration.ZERO,
            Duration.ofSeconds(1),
            edge);
    HttpService http = new HttpService(settings, () -> "", List.of(), RequestListener.NONE);
    new FeatureServer(
            BenchData.catalog(), store, ServeSettings.DEFAULT, Clock.systemUTC(), ServePorts.NONE)
        .mount(http);
    return http;
  }

  /** Ends the run when an answer is not what it has to be. */
  static void require(long number, Object expected, String actual) {
    boolean same =
        expected instanceof Double
            ? expected.equals(Double.parseDouble(actual))
            : expected.toString().equals(actual);
    if (!same) {
      throw new IllegalStateException(
          "Request "
              + number
              + " was answered with "
              + actual
              + ": it has to be "
              + expected
              + ". Run again with the same seed.");
    }
  }
}
