package io.tidemark.join;

import io.tidemark.definition.Model;
import io.tidemark.definition.Model.Policy;

/**
 * A label of one request that outcomes can still decide or correct: its window, grace included, has
 * not ended; or it has, and its late horizon has not.
 *
 * <p>It keeps the bounds and the policy it was opened with, so that a changed definition applies to
 * the predictions that follow and never shifts a window that is already running.
 *
 * @param name the label's name
 * @param fromMs earliest time of an outcome that counts, inclusive: the prediction's time less the
 *     skew, because the clocks of two producers disagree
 * @param untilMs latest time of an outcome that counts, inclusive
 * @param closesAtMs the first instant at which its window and grace are over
 * @param policy how it is decided and told
 * @param standing what outcomes have decided so far, or {@code null} while nothing has; of one that
 *     closed as negative without an outcome, what was said
 * @param phase whether it has closed, and as what
 */
public record OpenLabel(
    String name,
    long fromMs,
    long untilMs,
    long closesAtMs,
    Policy policy,
    Standing standing,
    Phase phase) {

  /** A label that has not closed. */
  public OpenLabel(
      String name, long fromMs, long untilMs, long closesAtMs, Policy policy, Standing standing) {
    this(name, fromMs, untilMs, closesAtMs, policy, standing, Phase.OPEN);
  }

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

  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Whether it has closed as negative without an outcome, and nothing has corrected that yet. */
  public boolean isSilent() {
    return phase == Phase.TIMED_OUT && standing.told() == 1;
  }

  /** Whether it has closed and late outcomes correct it. */
  boolean isCorrectable() {
    return phase != Phase.OPEN && policy.late().corrects();
  }

  /** The first instant that is beyond its late horizon. */
  long horizonMs() {
    return Instants.plus(closesAtMs, policy.late().horizon().toMillis());
  }

  /** Whether what arrives then may decide or correct it, now or once it has closed. */
  boolean hearsAt(long arrivedMs) {
    return arrivedMs < (policy.late().corrects() ? horizonMs() : closesAtMs);
  }

  /** Whether an outcome is to be kept for it. */
  boolean keeps(Arrival arrival) {
    return hearsAt(arrival.atMs()) && covers(arrival.outcome());
  }

  /**
   * Whether an outcome counts for it as it stands: one that came late does from the close on, so
   * that what is said at the close does not depend on when it was read.
   */
  boolean takes(Arrival arrival) {
    return isOpen() ? use(arrival) == Use.IN_WINDOW : keeps(arrival);
  }

  /** What an outcome is to a label. */
  public enum Use {
    /** It counts. */
    IN_WINDOW,
    /** It happened before the window. */
    BEFORE_WINDOW,
    /** It happened after the window. */
    AFTER_WINDOW,
    /** It happened inside, came after the close, and corrects the label. */
    LATE_CORRECTS,
    /** It happened inside, and came when nothing could change the label any more. */
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
    if (isOpenAt(arrival.atMs())) {
      return Use.IN_WINDOW;
    }
    return hearsAt(arrival.atMs()) ? Use.LATE_CORRECTS : Use.CAME_LATE;
  }

  OpenLabel with(Standing decided) {
    return new OpenLabel(name, fromMs, untilMs, closesAtMs, policy, decided, phase);
  }

  OpenLabel closed(Phase as) {
    return new OpenLabel(name, fromMs, untilMs, closesAtMs, policy, standing, as);
  }
}
