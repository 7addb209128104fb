package io.tidemark.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The end of a wait, on the clock of the machine. Immutable. */
record Deadline(Clock clock, Instant end) {

  static Deadline after(Duration wait) {
    Clock clock = Clock.systemUTC();
    return new Deadline(clock, clock.instant().plus(wait));
  }

  boolean passed() {
    return !clock.instant().isBefore(end);
  }
}
