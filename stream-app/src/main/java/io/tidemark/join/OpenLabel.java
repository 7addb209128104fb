package io.tidemark.join;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.OnTimeout;

/**
 * A label of one request whose window, grace included, has not ended.
 *
 * <p>It keeps the bounds and the policy it was opened with, so that a changed definition applies to
 * the predictions that follow and never shifts a window that is already running.
 *
 * @param name the label's name
 * @param fromMs earliest time of an outcome that counts, inclusive: the prediction's time less the
 *     hold, because the clocks of two producers disagree
 * @param untilMs latest time of an outcome that counts, inclusive
 * @param closesAtMs the first instant at which nothing can change the label any more
 * @param onTimeout what it becomes when no outcome decides it
 * @param standing what outcomes have decided so far, or {@code null} while nothing has
 */
public record OpenLabel(
    String name,
    long fromMs,
    long untilMs,
    long closesAtMs,
    OnTimeout onTimeout,
    Standing standing) {

  static OpenLabel open(Model.Label label, long predictionMs, long holdMs) {
    long untilMs = Instants.plus(predictionMs, label.window().toMillis());
    long closesAtMs = Instants.plus(Instants.plus(untilMs, label.grace().toMillis()), 1);
    long fromMs = Instants.minus(predictionMs, holdMs);
    return new OpenLabel(label.name(), fromMs, untilMs, closesAtMs, label.onTimeout(), null);
  }

  boolean covers(Outcome outcome) {
    return fromMs <= outcome.timeMs() && outcome.timeMs() <= untilMs;
  }

  boolean isOpenAt(long arrivedMs) {
    return arrivedMs < closesAtMs;
  }

  boolean takes(Arrival arrival) {
    return isOpenAt(arrival.atMs()) && covers(arrival.outcome());
  }

  OpenLabel with(Standing decided) {
    return new OpenLabel(name, fromMs, untilMs, closesAtMs, onTimeout, decided);
  }
}
