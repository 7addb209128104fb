package io.tidemark.app;

import io.tidemark.http.HealthCheck;
import io.tidemark.monitoring.metrics.HttpMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What must hold for the next request to succeed, that everything has started first of all. The
 * checks run on a clock of their own: gauges and alerts say what is so also where nobody asks, and
 * an answer never waits for who is checked. Thread-safe.
 */
final class Readiness implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final List<TimedCheck> checks = new CopyOnWriteArrayList<>();
  private final HttpMetrics metrics;
  private final Clock wall;
  private final StartProgress progress;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "readiness");
            thread.setDaemon(true);
            return thread;
          });

  Readiness(HttpMetrics metrics, Clock wall, StartProgress progress) {
    this.metrics = metrics;
    this.wall = wall;
    this.progress = progress;
    add("start", progress::unfinished);
  }

  /** Begins to check. */
  Readiness begin() {
    timer.scheduleWithFixedDelay(this::checkAll, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** Checks all once. */
  void checkAll() {
    for (TimedCheck check : checks) {
      check.run();
      metrics.checkRan(check.name(), check.check().ok());
    }
  }

  /** How the start goes on. */
  StartProgress progress() {
    return progress;
  }

  /**
   * Adds a check.
   *
   * @param problem what is wrong at the moment, or empty; may take a second or two, not more
   */
  void add(String name, Supplier<Optional<String>> problem) {
    add(name, problem, Optional::empty);
  }

  /**
   * Adds a check.
   *
   * @param problem what is wrong at the moment, or empty; may take a second or two, not more
   * @param note what else there is to know while nothing is wrong
   */
  void add(String name, Supplier<Optional<String>> problem, Supplier<Optional<String>> note) {
    checks.add(new TimedCheck(name, problem, note, wall, System::nanoTime));
  }

  /** The checks so far, each as it was found last. */
  List<? extends HealthCheck> checks() {
    return checks;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
