package io.tidemark.quarantine;

import java.time.Duration;

/**
 * What somebody wants to be fed again.
 *
 * @param filter which records
 * @param attempts how often one may be fed in all, 1 or more
 * @param rate records in a second at most; 0 for as fast as possible
 * @param patience how long to wait until the service has read them
 * @param who wants it, for the audit trail
 */
public record ReplayRequest(
    QuarantineFilter filter, int attempts, double rate, Duration patience, String who) {
  public ReplayRequest {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "Invalid number of attempts " + attempts + ": must be at least 1");
    }
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "Invalid rate " + rate + ": must be a number of 0 or more");
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("Invalid patience " + patience + ": must not be negative");
    }
  }
}
