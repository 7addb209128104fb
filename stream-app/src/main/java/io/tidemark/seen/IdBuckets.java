package io.tidemark.seen;

import java.time.Duration;

/**
 * Event time, cut into buckets of a millisecond more than the window of de-duplication: what shares
 * an id and a bucket is a repeat, and a repeat is of the same bucket or of a neighbour.
 *
 * @param windowMs how long an id is remembered; at least a millisecond
 */
public record IdBuckets(long windowMs) {
  /** An event a window before the newest asks for the bucket before its own. */
  private static final int REACH = 2;

  public static IdBuckets of(Duration window) {
    return new IdBuckets(window.toMillis());
  }

  public long lengthMs() {
    return windowMs + 1;
  }

  /** The bucket of a time; negative before 1970. */
  public long at(long timeMs) {
    return Math.floorDiv(timeMs, lengthMs());
  }

  /** The first bucket that can still be asked for, never negative. */
  public long firstInReach(long newestMs) {
    return Math.max(0, at(newestMs) - REACH);
  }
}
