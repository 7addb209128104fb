package io.tidemark.app;

import io.tidemark.http.CheckResult;
import io.tidemark.http.HealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A readiness check that one thread runs and any other asks for what was found last. Thread-safe.
 *
 * <p>What was found too long ago is not believed: then the check itself hangs.
 */
final class TimedCheck implements HealthCheck {
  /** Above what one check and those before it may take. */
  static final Duration BELIEVED = Duration.ofSeconds(10);

  private final String name;
  private final Supplier<Optional<String>> problem;
  private final Supplier<Optional<String>> note;
  private final Clock wall;
  private final LongSupplier nanos;
  private volatile Found found;

  /**
   * @param since when it began to pass, or to fail
   * @param atNanos when it was found, on a clock that nobody sets
   */
  private record Found(boolean ok, String detail, Instant since, long atNanos) {}

  /** A check that has not run: it does not pass. */
  TimedCheck(
      String name,
      Supplier<Optional<String>> problem,
      Supplier<Optional<String>> note,
      Clock wall,
      LongSupplier nanos) {
    this.name = name;
    this.problem = problem;
    this.note = note;
    this.wall = wall;
    this.nanos = nanos;
    this.found = new Found(false, "not checked yet", wall.instant(), nanos.getAsLong());
  }

  String name() {
    return name;
  }

  /** Checks; for one thread. */
  void run() {
    try {
      Optional<String> wrong = problem.get();
      found(wrong.isEmpty(), wrong.or(note).orElse("ok"));
    } catch (RuntimeException e) {
      found(false, "the check failed: " + e);
    }
  }

  private void found(boolean ok, String detail) {
    Instant since = ok == found.ok() ? found.since() : wall.instant();
    found = new Found(ok, detail, since, nanos.getAsLong());
  }

  @Override
  public CheckResult check() {
    Found last = found;
    Duration age = Duration.ofNanos(nanos.getAsLong() - last.atNanos());
    return age.compareTo(BELIEVED) > 0
        ? new CheckResult(name, false, "no answer for " + age.toSeconds() + " s")
        : new CheckResult(name, last.ok(), last.detail(), last.since().toString());
  }
}
