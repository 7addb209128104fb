package io.tidemark.testkit;

import io.tidemark.avro.UserEvent;
import io.tidemark.definition.DefinitionException;
import io.tidemark.definition.yaml.DefinitionsReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A scenario of a shop that the tests of the kit share. */
final class Shop {
  static final String DEFINITIONS =
      """
      namespace: shop
      sources:
        - name: events
          topic: user-events
          event_time: occurred_at
          event_id: event_id
          dedup_window: 1h
          max_future_skew: 5m
          rules:
            - {name: price_not_negative, expect: "price == null || price >= 0.0"}
            - {name: price_usual, expect: "price == null || price < 1000.0", on_fail: flag}
      entities:
        - {name: user, key: [user_id]}
        - {name: user_device, key: [user_id, device]}
      features:
        - group: activity
          source: events
          entity: user
          aggregate:
            - {name: count, op: count, windows: [5m, 1h, 24h, 7d]}
            - {name: spend, op: sum, of: price, windows: [5m, 1h, 24h, 7d]}
            - {name: price, op: mean, of: price, windows: [5m, 1h, 24h, 7d]}
            - {name: dearest, op: max, of: price, windows: [5m, 1h]}
            - {name: item, op: last, of: item_id}
        - group: searches
          source: events
          entity: user
          where: "event_type == 'search'"
          aggregate:
            - {name: count, op: count, windows: [5m]}
        - group: device
          source: events
          entity: user_device
          aggregate:
            - {name: count, op: count, windows: [5m]}
      """;

  /** No edge of any hop of a minute or more. */
  static final Instant NOW = Instant.parse("2026-03-04T14:27:00Z");

  private final FeatureScenario scenario;

  private Shop(FeatureScenario scenario) {
    this.scenario = scenario;
  }

  /** At {@link #NOW}, without any history. */
  static Shop fresh() {
    return new Shop(scenario(DEFINITIONS).at(NOW));
  }

  /** At {@link #NOW}, with windows that other users' events have long covered. */
  static Shop established() {
    FeatureScenario scenario = scenario(DEFINITIONS);
    scenario.event("events", Map.of("user_id", "first", "event_type", "search"));
    return new Shop(scenario.at(NOW));
  }

  static FeatureScenario scenario(String definitions) {
    try {
      return FeatureScenario.of(
          DefinitionsReader.readText("shop.yaml", definitions, Path.of("")),
          Map.of("user-events", UserEvent.getClassSchema()));
    } catch (DefinitionException e) {
      throw new AssertionError(e);
    }
  }

  FeatureScenario scenario() {
    return scenario;
  }

  EventVerdict view(Instant at, double price) {
    return event(at, Map.of("price", price, "item_id", "item-" + price));
  }

  EventVerdict event(Instant at, Map<String, ?> fields) {
    Map<String, Object> all = new HashMap<>(Map.of("user_id", "u", "event_type", "view"));
    all.putAll(fields);
    return scenario.event("events", at, all);
  }

  FeatureReading read(String feature) {
    return scenario.feature("user", "u", feature);
  }

  Object value(String feature) {
    return read(feature).value();
  }
}
