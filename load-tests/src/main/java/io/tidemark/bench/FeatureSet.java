package io.tidemark.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which features the service computes, as its definitions and for the recomputation.
 *
 * @param aggregates over every window each
 * @param windows as a definition writes them
 */
record FeatureSet(List<Aggregate> aggregates, List<String> windows) {
  private static final String RULES =
      """
          rules:
            - {name: price_not_negative, expect: "price == null || price >= 0.0"}
            - {name: known_type, expect: "event_type in ['view', 'click', 'add_to_cart', 'purchase', 'search', 'return']"}
      """;

  /**
   * One aggregate of the price.
   *
   * @param op count, sum, mean or max
   * @param type of the events it takes; empty for all
   */
  record Aggregate(String op, String type) {
    String name() {
      return type.isEmpty() ? op : type + "_" + op;
    }

    private String yaml(List<String> windows) {
      return "      - {name: %s, op: %s%s%s, windows: %s}%n"
          .formatted(
              name(),
              op,
              op.equals("count") ? "" : ", of: price",
              type.isEmpty() ? "" : ", where: \"event_type == '" + type + "'\"",
              windows);
    }
  }

  /** Four aggregates. */
  static FeatureSet std16(List<String> windows) {
    return new FeatureSet(aggregates("", 4), windows);
  }

  /** Fifteen aggregates: of all events and of three types. */
  static FeatureSet std60(List<String> windows) {
    List<Aggregate> all = new ArrayList<>(aggregates("", 4));
    all.addAll(aggregates("view", 4));
    all.addAll(aggregates("click", 4));
    all.addAll(aggregates("purchase", 3));
    return new FeatureSet(all, windows);
  }

  private static List<Aggregate> aggregates(String type, int count) {
    return List.of("count", "sum", "mean", "max").subList(0, count).stream()
        .map(op -> new Aggregate(op, type))
        .toList();
  }

  /**
   * The definitions file.
   *
   * @param clock wall or stream
   */
  String yaml(String namespace, String topic, String clock) {
    return """
        namespace: %s
        clock: %s
        sources:
          - name: events
            topic: %s
            event_time: occurred_at
            event_id: event_id
            dedup_window: 1h
            partitioned_by: [user_id]
            required: [user_id, event_type]
        %sentities:
          - {name: user, key: [user_id]}
        features:
          - group: std
            source: events
            entity: user
            aggregate:
        %s"""
        .formatted(
            namespace,
            clock,
            topic,
            RULES,
            aggregates.stream().map(a -> a.yaml(windows)).collect(Collectors.joining()));
  }
}
