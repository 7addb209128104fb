package io.tidemark.bench;

import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Entities with fifty features each, from a seed: 20 counts, 25 doubles, 5 texts.
 *
 * @param entities how many
 */
record BenchData(int entities, long seed) {
  static final String NAMESPACE = "bench";
  static final String ENTITY = "user";
  static final int FEATURES = 50;
  private static final int COUNTS = 20;
  private static final int DOUBLES = 45;
  private static final int WRITES_AT_ONCE = 1_000;

  static ValueType type(int feature) {
    if (feature < COUNTS) {
      return ValueType.LONG;
    }
    return feature < DOUBLES ? ValueType.DOUBLE : ValueType.STRING;
  }

  static String field(int feature) {
    return "g.feature" + feature + "_1h";
  }

  static Catalog catalog() {
    List<FeatureEntry> features =
        IntStream.range(0, FEATURES)
            .mapToObj(
                i ->
                    new FeatureEntry(
                        "g",
                        1,
                        "feature" + i + "_1h",
                        "last",
                        "1h",
                        type(i),
                        null,
                        Duration.ofHours(1)))
            .toList();
    return new Catalog(
        NAMESPACE,
        List.of(new EntityEntry(ENTITY, List.of(new KeyField("id", ValueType.LONG)), features)));
  }

  static EntityKey key(long entity) {
    return new EntityKey(NAMESPACE, ENTITY, Long.toString(entity));
  }

  /** The value of a feature of an entity; the same at every call. */
  Object value(long entity, int feature) {
    SplittableRandom random = new SplittableRandom(seed + entity * FEATURES + feature);
    return switch (type(feature)) {
      case LONG -> random.nextLong(100_000);
      case DOUBLE -> Math.round(random.nextDouble() * 1e6) / 100.0;
      default -> "item-" + random.nextInt(10_000);
    };
  }

  /** Whose turn it is in a request. */
  long entity(long number, int position) {
    return new SplittableRandom(seed ^ (number * 1_000 + position)).nextLong(entities);
  }

  void fill(FeatureStore store, long nowMs) {
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int entity = 0; entity < entities; entity++) {
      writes.add(store.write(row(entity, nowMs)).toCompletableFuture());
      if (writes.size() == WRITES_AT_ONCE || entity == entities - 1) {
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        writes.clear();
      }
    }
  }

  private FeatureRow row(long entity, long nowMs) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < FEATURES; i++) {
      values.put(field(i), value(entity, i));
    }
    return new FeatureRow(
        key(entity),
        values,
        1,
        nowMs,
        OptionalLong.of(nowMs + Duration.ofHours(1).toMillis()),
        EventTimes.newest(OptionalLong.of(nowMs)),
        List.of(),
        Duration.ofHours(1));
  }
}
