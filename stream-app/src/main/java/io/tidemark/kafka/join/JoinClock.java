package io.tidemark.kafka.join;

import io.tidemark.definition.ClockMode;
import java.time.Clock;
import java.time.Duration;

/**
 * The instant at which a join task closes windows.
 *
 * <p>In {@link ClockMode#WALL} it is the wall clock. In {@link ClockMode#STREAM} it is the older of
 * the newest prediction and the newest outcome, because history may be read faster on one side than
 * on the other and a window must not close before the other side has come that far; a side that has
 * sent nothing for {@link #IDLE} of wall time no longer holds the clock back. Never goes back. Not
 * thread-safe.
 */
final class JoinClock {
  static final Duration IDLE = Duration.ofSeconds(5);
  private final ClockMode mode;
  private final Clock wall;
  private final Side predictions = new Side();
  private final Side outcomes = new Side();
  private long nowMs = Long.MIN_VALUE;

  JoinClock(ClockMode mode, Clock wall) {
    this.mode = mode;
    this.wall = wall;
    predictions.heardMs = wall.millis();
    outcomes.heardMs = wall.millis();
  }

  private static final class Side {
    long newestMs = Long.MIN_VALUE;
    long heardMs;

    void observe(long eventTimeMs, long wallMs) {
      newestMs = Math.max(newestMs, eventTimeMs);
      heardMs = wallMs;
    }

    boolean idle(long wallMs) {
      return wallMs - heardMs >= IDLE.toMillis();
    }
  }

  void predicted(long timeMs) {
    predictions.observe(timeMs, wall.millis());
  }

  void happened(long timeMs) {
    outcomes.observe(timeMs, wall.millis());
  }

  /** Milliseconds since the Unix epoch; {@code Long.MIN_VALUE} while nothing is known. */
  long nowMs() {
    long wallMs = wall.millis();
    nowMs = Math.max(nowMs, mode == ClockMode.WALL ? wallMs : watermark(wallMs));
    return nowMs;
  }

  private long watermark(long wallMs) {
    boolean onlyPredictions = outcomes.idle(wallMs);
    boolean onlyOutcomes = predictions.idle(wallMs);
    if (onlyPredictions == onlyOutcomes) {
      return onlyPredictions
          ? Math.max(predictions.newestMs, outcomes.newestMs)
          : Math.min(predictions.newestMs, outcomes.newestMs);
    }
    return onlyPredictions ? predictions.newestMs : outcomes.newestMs;
  }
}
