package io.tidemark.store;

import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A catalogue with a value of every type. */
public final class TestCatalog {
  public static final Catalog CATALOG = new Catalog("shop", List.of(user(), pair()));

  private TestCatalog() {}

  private static EntityEntry user() {
    List<FeatureEntry> features = new ArrayList<>();
    add(features, ValueType.LONG, "count_5m", "zero");
    add(features, ValueType.DOUBLE, "sum_5m", "mean_5m", "huge_5m", "tiny_5m", "minus", "whole");
    add(features, ValueType.STRING, "a", "b", "last", "empty");
    add(features, ValueType.BOOLEAN, "flag");
    add(features, ValueType.LONG_LIST, "longs");
    add(features, ValueType.DOUBLE_LIST, "doubles");
    add(features, ValueType.BOOLEAN_LIST, "flags");
    add(features, ValueType.STRING_LIST, "texts");
    features.add(feature("h", "none", ValueType.DOUBLE_LIST));
    for (int i = 0; i < 10_000; i++) {
      add(features, ValueType.STRING, "f" + i);
    }
    return new EntityEntry("user", List.of(new KeyField("user_id", ValueType.STRING)), features);
  }

  private static EntityEntry pair() {
    return new EntityEntry(
        "pair",
        List.of(
            new KeyField("merchant_id", ValueType.STRING),
            new KeyField("account", ValueType.LONG),
            new KeyField("domestic", ValueType.BOOLEAN)),
        List.of(feature("p", "n", ValueType.LONG)));
  }

  private static void add(List<FeatureEntry> features, ValueType type, String... names) {
    for (String name : names) {
      features.add(feature("g", name, type));
    }
  }

  /** A feature of this group and name. */
  public static FeatureEntry feature(String group, String name, ValueType type) {
    return new FeatureEntry(group, 1, name, "last", null, type, null, Duration.ofHours(1));
  }
}
