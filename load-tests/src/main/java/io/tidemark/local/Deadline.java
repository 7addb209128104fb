package io.tidemark.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The end of a wait, on the clock of the machine. Immutable. */
record Deadline(Clock clock, Instant end) {

  private static final Duration POLL = Duration.ofMillis(20);

  static Deadline after(Duration wait) {
    Clock clock = Clock.systemUTC();
    return new Deadline(clock, clock.instant().plus(wait));
  }

  /** Waits until it has passed. */
  void await() {
    await(() -> false);
  }

  /** Waits until something holds; false when this passes first. */
  boolean await(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      if (passed()) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new StackException("Interrupted while waiting");
      }
    }
    return true;
  }

  boolean passed() {
    return !clock.instant().isBefore(end);
  }
}
