package io.tidemark.join;

import java.time.Duration;

/**
 * How long the join remembers what lies outside a label's window.
 *
 * @param hold how long an outcome waits for a prediction that has not arrived; positive
 * @param skew how far before the prediction's time an outcome may be dated and still count, because
 *     clocks of two producers disagree; at least 0
 * @param closedMemory how long after the close of its last label, late horizon included, a request
 *     id is remembered, so that what comes late is counted as late; at least 0. It bounds the
 *     state: one small entry per prediction for this long
 */
public record JoinHorizons(Duration hold, Duration skew, Duration closedMemory) {

  public JoinHorizons {
    if (hold.isNegative() || hold.isZero()) {
      throw new IllegalArgumentException(
          "Invalid hold " + hold + ": must be positive. Use for instance 1h.");
    }
    if (skew.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid skew " + skew + ": must be at least 0. Use for instance 5s.");
    }
    if (closedMemory.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid closed memory " + closedMemory + ": must be at least 0. Use for instance 1d.");
    }
  }
}
