package io.tidemark.registry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time as retries see it: a clock, pauses, and the chance that spreads them. */
interface Pacing {

  /** The system's clock and randomness. */
  Pacing SYSTEM =
      new Pacing() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }

        @Override
        public double chance() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /** A clock that never goes back, nanoseconds from any origin. */
  long nanos();

  /** Waits. */
  void pause(Duration time) throws InterruptedException;

  /** A number drawn evenly from [0, 1). */
  double chance();
}
