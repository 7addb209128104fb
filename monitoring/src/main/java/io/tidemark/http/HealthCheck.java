package io.tidemark.http;

/** Says whether one thing that requests depend on works. Answers at once and does not throw. */
@FunctionalInterface
public interface HealthCheck {

  CheckResult check();
}
