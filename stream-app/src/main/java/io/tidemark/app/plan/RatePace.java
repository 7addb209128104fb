package io.tidemark.app.plan;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Holds records back so that no more than some pass in a second. */
final class RatePace {
  private static final long LONGEST_NANOS = Duration.ofMillis(200).toNanos();

  private final double perSecond;
  private long passed;
  private long startedNanos;

  /**
   * A pace.
   *
   * @param perSecond records in a second; 0 holds nothing back
   */
  RatePace(double perSecond) {
    this.perSecond = perSecond;
  }

  /**
   * Waits until the next record may pass.
   *
   * @param meanwhile done again and again while that lasts
   */
  void await(Runnable meanwhile) {
    if (perSecond <= 0) {
      return;
    }
    if (passed == 0) {
      startedNanos = System.nanoTime();
    }
    long dueNanos = startedNanos + (long) (passed * 1e9 / perSecond);
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, LONGEST_NANOS));
      meanwhile.run();
    }
    passed++;
  }
}
