package io.tidemark.join;

import java.time.Duration;

/**
 * How long the join remembers what lies outside a label's window.
 *
 * @param hold how long an outcome waits for a prediction that has not arrived, and how far before
 *     the prediction's time an outcome may lie and still count; positive
 * @param closedMemory how long after the close of its last label a request id is remembered, so
 *     that what comes late is counted as late; at least 0. It bounds the state: one small entry per
 *     prediction for this long
 */
public record JoinHorizons(Duration hold, Duration closedMemory) {

  /** One day each. */
  public static final JoinHorizons DEFAULT =
      new JoinHorizons(Duration.ofDays(1), Duration.ofDays(1));

  public JoinHorizons {
    if (hold.isNegative() || hold.isZero()) {
      throw new IllegalArgumentException(
          "Invalid hold " + hold + ": must be positive. Use for instance 1h.");
    }
    if (closedMemory.isNegative()) {
      throw new IllegalArgumentException(
          "Invalid closed memory " + closedMemory + ": must be at least 0. Use for instance 1d.");
    }
  }
}
