package io.tidemark.app;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.UserEvent;
import java.time.Instant;
import java.util.Map;

/** Definitions and records that the topology tests share. */
public final class Samples {
  /** A rule of each kind, an entity with and one without a repartition, and a model. */
  public static final String DEFINITIONS =
      """
      namespace: shop
      sources:
        - name: user_events
          topic: user-events
          event_time: occurred_at
          event_id: event_id
          dedup_window: 1h
          max_future_skew: 5m
          partitioned_by: [user_id]
          rules:
            - {name: price_not_negative, expect: "price == null || price >= 0.0"}
            - {name: price_usual, expect: "price == null || price < 1000.0", on_fail: flag}
      entities:
        - {name: user, key: [user_id]}
        - {name: item, key: [item_id]}
      features:
        - group: activity
          version: 1
          source: user_events
          entity: user
          aggregate:
            - {name: events, op: count, windows: [5m, 1h]}
            - {name: spend, op: sum, of: price, windows: [5m]}
            - {name: price_mean, op: mean, of: price, windows: [5m]}
        - group: demand
          version: 1
          source: user_events
          entity: item
          where: "event_type == 'view'"
          aggregate:
            - {name: views, op: count, windows: [5m]}
      models:
        - name: ranker
          predictions: {topic: predictions}
          outcomes:
            topic: outcomes
            labels:
              - name: click
                window: 30m
                grace: 5m
                positive: "outcome == 'click' && (dwell_seconds == null || dwell_seconds >= 3.0)"
          drift:
            windows: [15m, 1h]
            baseline: {from: topic}
      """;

  private Samples() {}

  static UserEvent event(String id, String user, Double price, Instant at) {
    return UserEvent.newBuilder()
        .setEventId(id)
        .setUserId(user)
        .setEventType("view")
        .setItemId("item-1")
        .setPrice(price)
        .setOccurredAt(at)
        .build();
  }

  static PredictionLog prediction(String request, Instant at, double score) {
    return PredictionLog.newBuilder()
        .setRequestId(request)
        .setTimestamp(at)
        .setUserId("u")
        .setModel("ranker")
        .setModelVersion("v3")
        .setModelScore(score)
        .setRawFeatures(Map.of("price", score * 10, "device", "phone"))
        .build();
  }

  static OutcomeLog outcome(String request, String outcome, Instant at) {
    return OutcomeLog.newBuilder()
        .setRequestId(request)
        .setOutcome(outcome)
        .setOutcomeTimestamp(at)
        .build();
  }
}
