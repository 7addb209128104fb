package io.tidemark.feature;

import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Definitions for tests. */
final class Plans {
  static final Entity USER = new Entity("user", List.of("user_id"));

  /** Types of the expressions that tests use. */
  static final Map<String, Kind> KINDS =
      Map.of("price", Kind.DOUBLE, "quantity", Kind.INT, "item", Kind.STRING);

  private Plans() {}

  static Aggregate aggregate(String name, AggregateOp op, String of, String... windows) {
    return new Aggregate(name, op, of, Arrays.stream(windows).map(Plans::window).toList());
  }

  static Window window(String label) {
    long count = Long.parseLong(label.substring(0, label.length() - 1));
    return new Window(
        label,
        switch (label.charAt(label.length() - 1)) {
          case 's' -> Duration.ofSeconds(count);
          case 'm' -> Duration.ofMinutes(count);
          case 'h' -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }

  static FeatureGroup group(String name, int version, Aggregate... aggregates) {
    return new FeatureGroup(
        name, version, null, "events", "user", null, null, List.of(aggregates), List.of());
  }

  static FeaturePlan plan(FeatureGroup... groups) {
    return FeaturePlan.of(USER, List.of(groups), (group, aggregate) -> KINDS.get(aggregate.of()));
  }

  static FeaturePlan plan(Aggregate... aggregates) {
    return plan(group("g", 1, aggregates));
  }

  /** The standard set: four aggregates over four windows. */
  static FeaturePlan std16() {
    String[] windows = {"5m", "1h", "24h", "7d"};
    return plan(
        aggregate("count", AggregateOp.COUNT, null, windows),
        aggregate("sum", AggregateOp.SUM, "price", windows),
        aggregate("mean", AggregateOp.MEAN, "price", windows),
        aggregate("max", AggregateOp.MAX, "price", windows));
  }

  /** What a feature is over nothing. */
  static Object emptyValue(Feature feature) {
    return switch (feature.op()) {
      case COUNT -> 0L;
      case SUM -> feature.kind() == Kind.INT ? (Object) 0L : (Object) 0.0;
      default -> null;
    };
  }

  /** Index of the aggregate a feature of the only group comes from. */
  static int inputOf(FeaturePlan plan, Feature feature) {
    List<Aggregate> aggregates = plan.groups().get(0).aggregates();
    String suffix = feature.window() == null ? "" : "_" + feature.window().label();
    for (int i = 0; i < aggregates.size(); i++) {
      if (feature.name().equals("g." + aggregates.get(i).name() + suffix)) {
        return i;
      }
    }
    throw new AssertionError(feature.name());
  }

  @SuppressWarnings("unchecked") // every value of a test is comparable to its like
  static Comparable<Object> comparable(Object value) {
    return (Comparable<Object>) value;
  }
}
