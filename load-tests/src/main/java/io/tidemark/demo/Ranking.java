package io.tidemark.demo;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decisions of the model and what users did after them.
 *
 * <p>Delays fit the label windows of the demo's definitions (click 10 s, purchase 15 s), so that a
 * run of a minute sees its labels; a few clicks come after their window and must not count. Not
 * thread-safe.
 */
final class Ranking {

  private static final double EXPLORED = 0.05;
  private static final int POSITIONS = 10;
  private static final double SHORT_DWELL = 0.2;
  private static final double BUYS_AFTER_CLICK = 0.25;
  private static final double CLICKS_TOO_LATE = 0.02;
  private static final long TOO_LATE_MS = 13_500;

  private final Shop shop;
  private final Draws draws;
  private final long driftMs;
  private long requests;

  /** A decision with everything that follows from it, in order of time. */
  record Decision(PredictionLog prediction, List<OutcomeLog> outcomes) {}

  Ranking(Shop shop, Draws draws, long driftMs) {
    this.shop = shop;
    this.draws = draws;
    this.driftMs = driftMs;
  }

  Decision next(long nowMs) {
    Map<String, Object> features = RankerModel.features(draws, nowMs >= driftMs);
    double score = RankerModel.score(features);
    boolean explored = draws.chance(EXPLORED);
    Shop.Item item = shop.item(draws);
    PredictionLog prediction =
        PredictionLog.newBuilder()
            .setRequestId("r-" + requests++)
            .setTimestamp(Instant.ofEpochMilli(nowMs))
            .setUserId(shop.user(draws))
            .setItemId(item.id())
            .setRawFeatures(features)
            .setModel(RankerModel.NAME)
            .setModelVersion(RankerModel.VERSION)
            .setModelScore(score)
            .setModelDecision("shown")
            .setRankPosition(1 + draws.index(POSITIONS))
            .setExplorationFlag(explored)
            .setPropensity(explored ? 1.0 / POSITIONS : 1 - EXPLORED)
            .build();
    return new Decision(prediction, outcomes(prediction, score, item));
  }

  private List<OutcomeLog> outcomes(PredictionLog prediction, double score, Shop.Item item) {
    List<OutcomeLog> outcomes = new ArrayList<>();
    if (draws.chance(score)) {
      long clickMs = Math.min(8_000, 200 + (long) draws.exponential(2_000));
      outcomes.add(click(prediction, clickMs));
      if (draws.chance(BUYS_AFTER_CLICK)) {
        outcomes.add(purchase(prediction, clickMs + 500 + draws.index(4_000), item.price()));
      }
    } else if (draws.chance(CLICKS_TOO_LATE)) {
      outcomes.add(click(prediction, TOO_LATE_MS));
    }
    return outcomes;
  }

  private OutcomeLog click(PredictionLog prediction, long delayMs) {
    double dwell = draws.chance(SHORT_DWELL) ? draws.between(0.1, 2) : draws.between(4, 90);
    return outcome(prediction, delayMs, "click").setDwellSeconds(dwell).build();
  }

  private static OutcomeLog purchase(PredictionLog prediction, long delayMs, double price) {
    return outcome(prediction, delayMs, "purchase").setValue(price).build();
  }

  private static OutcomeLog.Builder outcome(PredictionLog prediction, long delayMs, String kind) {
    return OutcomeLog.newBuilder()
        .setRequestId(prediction.getRequestId())
        .setOutcomeTimestamp(prediction.getTimestamp().plusMillis(delayMs))
        .setOutcome(kind);
  }
}
