package io.tidemark.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.tidemark.local.LocalRedis;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.ValueType;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisLayout;
import io.tidemark.store.redis.RedisSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a million entities with the sixteen features of std16 take in Redis, in each layout, written
 * through the store as the service writes them; against eight bytes a value and the text of the
 * key, below which no store of numbers gets without compressing them.
 */
@Command(name = "memory-benchmark", mixinStandardHelpOptions = true)
public final class MemoryBenchmark extends Benchmark {
  private static final int REDIS_MB = 8_192;
  private static final int AT_ONCE = 1_000;
  private static final int MILLION = 1_000_000;
  private static final String NAMESPACE = "bench";
  private static final String ENTITY = "user";
  private static final int VALUE_BYTES = 8;
  private static final List<String> OPS = List.of("count", "sum", "mean", "max");
  private static final List<String> WINDOWS = List.of("5m", "1h", "24h", "7d");

  @Option(names = "--entities", description = "Rows written in each layout (default: 200000).")
  private int entities = 200_000;

  @Option(names = "--seed", description = "Of the values.")
  private long seed = 1;

  /** Runs it with the options of {@code --help}. */
  public static void main(String[] arguments) {
    new MemoryBenchmark().run(arguments);
  }

  @Override
  public Integer call() {
    print("seed %d, %d entities of %d features%n", seed, entities, OPS.size() * WINDOWS.size());
    print("%-6s %14s %12s %10s %8s%n", "layout", "MB per million", "bytes/row", "theory", "ratio");
    for (RedisLayout layout : RedisLayout.values()) {
      measure(layout);
    }
    return 0;
  }

  private void measure(RedisLayout layout) {
    try (LocalRedis redis = LocalRedis.start(REDIS_MB);
        FeatureStore store =
            RedisFeatureStore.connect(RedisSettings.of(redis.url()).with(layout), catalog())) {
      RedisClient client = RedisClient.create(redis.url());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        long before = used(connection.sync());
        write(store);
        requireAll(connection.sync());
        show(layout, used(connection.sync()) - before);
      } finally {
        client.shutdown();
      }
    }
  }

  private void show(RedisLayout layout, long bytes) {
    double perRow = (double) bytes / entities;
    double theory = OPS.size() * WINDOWS.size() * VALUE_BYTES + keyBytes();
    print(
        "%-6s %14.0f %12.0f %10.0f %8.2f%n",
        layout.name().toLowerCase(Locale.ROOT),
        perRow * MILLION / (1 << 20),
        perRow,
        theory,
        perRow / theory);
  }

  private double keyBytes() {
    long all = 0;
    for (int entity = 0; entity < entities; entity++) {
      all += ShopEvent.userId(entity).length();
    }
    return (double) all / entities;
  }

  private void write(FeatureStore store) {
    long nowMs = Clock.systemUTC().millis();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int entity = 0; entity < entities; entity++) {
      writes.add(store.write(row(entity, nowMs)).toCompletableFuture());
      if (writes.size() == AT_ONCE || entity == entities - 1) {
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        writes.clear();
      }
    }
  }

  private FeatureRow row(int entity, long nowMs) {
    SplittableRandom random = new SplittableRandom(seed * MILLION + entity);
    Map<String, Object> values = new TreeMap<>();
    long count = 0;
    for (String window : WINDOWS) {
      count += 1 + random.nextInt(10);
      double sum = random.nextInt((int) count * 20_000) / 100.0;
      values.put("std.count_" + window, count);
      values.put("std.sum_" + window, sum);
      values.put("std.mean_" + window, sum / count);
      values.put("std.max_" + window, random.nextInt(20_000) / 100.0);
    }
    return new FeatureRow(
        new EntityKey(NAMESPACE, ENTITY, ShopEvent.userId(entity)),
        values,
        nowMs,
        nowMs,
        OptionalLong.of(nowMs + Duration.ofMinutes(1).toMillis()),
        EventTimes.newest(OptionalLong.of(nowMs)),
        List.of(),
        Duration.ofDays(8));
  }

  private static Catalog catalog() {
    List<FeatureEntry> features = new ArrayList<>();
    for (String window : WINDOWS) {
      for (String op : OPS) {
        ValueType type = op.equals("count") ? ValueType.LONG : ValueType.DOUBLE;
        features.add(
            new FeatureEntry(
                "std", 1, op + "_" + window, op, window, type, null, Duration.ofDays(8)));
      }
    }
    return new Catalog(
        NAMESPACE,
        List.of(
            new EntityEntry(ENTITY, List.of(new KeyField("user_id", ValueType.STRING)), features)));
  }

  private void requireAll(RedisCommands<String, String> redis) {
    if (redis.dbsize() != entities) {
      throw new IllegalStateException(
          "Redis holds %d keys, not %d".formatted(redis.dbsize(), entities));
    }
  }

  private static long used(RedisCommands<String, String> redis) {
    return redis
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow();
  }
}
