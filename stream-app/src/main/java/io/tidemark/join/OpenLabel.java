package io.tidemark.join;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Policy;

/**
 * A label of one request whose window, grace included, has not ended.
 *
 * <p>It keeps the bounds and the policy it was opened with, so that a changed definition applies to
 * the predictions that follow and never shifts a window that is already running.
 *
 * @param name the label's name
 * @param fromMs earliest time of an outcome that counts, inclusive: the prediction's time less the
 *     skew, because the clocks of two producers disagree
 * @param untilMs latest time of an outcome that counts, inclusive
 * @param closesAtMs the first instant at which nothing can change the label any more
 * @param policy how it is decided and told
 * @param standing what outcomes have decided so far, or {@code null} while nothing has
 */
public record OpenLabel(
    String name, long fromMs, long untilMs, long closesAtMs, Policy policy, Standing standing) {

  static OpenLabel open(
      Model.Label label, long predictionMs, long arrivedMs, JoinHorizons horizons) {
    long untilMs = Instants.plus(predictionMs, label.window().toMillis());
    long graceMs = label.grace().toMillis();
    boolean outcomesGivenUp =
        arrivedMs > Instants.plus(untilMs, graceMs)
            || arrivedMs > Instants.plus(predictionMs, horizons.hold().toMillis());
    return new OpenLabel(
        label.name(),
        Instants.minus(predictionMs, horizons.skew().toMillis()),
        untilMs,
        Instants.plus(Instants.plus(Math.max(untilMs, arrivedMs), graceMs), 1),
        outcomesGivenUp ? label.policy().withoutNegatives() : label.policy(),
        null);
  }

  boolean covers(Outcome outcome) {
    return fromMs <= outcome.timeMs() && outcome.timeMs() <= untilMs;
  }

  boolean isOpenAt(long arrivedMs) {
    return arrivedMs < closesAtMs;
  }

  boolean takes(Arrival arrival) {
    return use(arrival) == Use.IN_WINDOW;
  }

  /** What an outcome is to a label. */
  public enum Use {
    /** It counts. */
    IN_WINDOW,
    /** It happened before the window. */
    BEFORE_WINDOW,
    /** It happened after the window. */
    AFTER_WINDOW,
    /** It happened inside, and came when the label had closed. */
    CAME_LATE
  }

  /** Whether an outcome counts for this label, or why not. */
  public Use use(Arrival arrival) {
    long timeMs = arrival.outcome().timeMs();
    if (timeMs < fromMs) {
      return Use.BEFORE_WINDOW;
    }
    if (timeMs > untilMs) {
      return Use.AFTER_WINDOW;
    }
    return isOpenAt(arrival.atMs()) ? Use.IN_WINDOW : Use.CAME_LATE;
  }

  OpenLabel with(Standing decided) {
    return new OpenLabel(name, fromMs, untilMs, closesAtMs, policy, decided);
  }
}
