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
    return isOpenAt(arrival.atMs()) && covers(arrival.outcome());
  }

  OpenLabel with(Standing decided) {
    return new OpenLabel(name, fromMs, untilMs, closesAtMs, policy, decided);
  }
}
