package io.tidemark.app.cli;

import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** Holds records back so that event time passes at a multiple of real time. */
final class Pace {
  private static final double NANOS_PER_MILLI = 1e6;
  private final double speed;
  private long firstEventMs;
  private long startedNanos;
  private boolean started;

  /**
   * Creates a pace.
   *
   * @param speed event seconds per second; 0 holds nothing back
   */
  Pace(double speed) {
    this.speed = speed;
  }

  void await(OptionalLong eventMs) {
    if (speed <= 0 || eventMs.isEmpty()) {
      return;
    }
    if (!started) {
      started = true;
      firstEventMs = eventMs.getAsLong();
      startedNanos = System.nanoTime();
    }
    double dueNanos = (eventMs.getAsLong() - firstEventMs) * NANOS_PER_MILLI / speed;
    long leftNanos = (long) dueNanos - (System.nanoTime() - startedNanos);
    while (leftNanos > 0) {
      LockSupport.parkNanos(leftNanos);
      leftNanos = (long) dueNanos - (System.nanoTime() - startedNanos);
    }
  }
}
