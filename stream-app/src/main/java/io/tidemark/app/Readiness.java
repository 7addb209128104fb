package io.tidemark.app;

import io.tidemark.monitoring.http.CheckResult;
import io.tidemark.monitoring.http.HealthCheck;
import io.tidemark.monitoring.metrics.HttpMetrics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What must hold for the next request to succeed. Thread-safe. */
final class Readiness {
  private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();

  private final HttpMetrics metrics;

  Readiness(HttpMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Adds a check.
   *
   * @param problem what is wrong at the moment, or empty
   */
  void add(String name, Supplier<Optional<String>> problem) {
    add(name, problem, Optional::empty);
  }

  /**
   * Adds a check.
   *
   * @param problem what is wrong at the moment, or empty
   * @param note what else there is to know while nothing is wrong
   */
  void add(String name, Supplier<Optional<String>> problem, Supplier<Optional<String>> note) {
    checks.add(
        () -> {
          Optional<String> found = problem.get();
          metrics.checkRan(name, found.isEmpty());
          return new CheckResult(name, found.isEmpty(), found.or(note).orElse("ok"));
        });
  }

  /** The checks so far. */
  List<HealthCheck> checks() {
    return checks;
  }
}
