package io.tidemark.monitoring.drift.episode;

import java.time.Duration;

/**
 * When an episode opens, closes and asks for a new model.
 *
 * @param alerts evaluations that must alert for it to open, {@code k}; at least 1
 * @param of among how many last ones, {@code n}; at least {@code k}, at most {@value #MOST}
 * @param calm evaluations in a row after which it closes, {@code m}; at least 1
 * @param sustained how long it lasts before it asks for a new model; positive
 */
public record EpisodeRule(int alerts, int of, int calm, Duration sustained) {
  /** Most evaluations that are remembered. */
  public static final int MOST = 60;

  /** Part of the alert size below which an evaluation is calm. */
  public static final double CALM = 0.8;

  /** Three of five, four in a row, a day. */
  public static final EpisodeRule DEFAULT = new EpisodeRule(3, 5, 4, Duration.ofHours(24));

  public EpisodeRule {
    if (alerts < 1 || of < alerts || of > MOST || calm < 1 || calm > MOST) {
      throw new IllegalArgumentException(
          "Invalid episode rule: %d alerts of %d, %d calm; must be 1 to %d, and no more alerts than evaluations"
              .formatted(alerts, of, calm, MOST));
    }
  }
}
