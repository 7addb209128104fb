package io.tidemark.validation;

import java.time.Instant;

/** What event times are believed. */
record EventTimeBounds(long maxFutureSkewMs) {

  /** Returns the time if it is not before 1970 and at most the skew later than the wall clock. */
  long check(long timeMs, long wallMs) throws RefusedException {
    if (timeMs < 0) {
      throw new RefusedException(
          Reason.BAD_EVENT_TIME,
          null,
          "Event time " + timeMs + " ms lies before 1970. Check the field's unit.");
    }
    if (timeMs - maxFutureSkewMs > wallMs) {
      throw new RefusedException(
          Reason.FUTURE_EVENT,
          null,
          "Event time "
              + Instant.ofEpochMilli(timeMs)
              + " is "
              + (timeMs - wallMs)
              + " ms ahead of the clock: at most "
              + maxFutureSkewMs
              + " is allowed. Check the producer's clock and the field's unit.");
    }
    return timeMs;
  }
}
