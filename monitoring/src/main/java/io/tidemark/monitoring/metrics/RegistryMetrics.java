package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** How the schema registry answers. Thread-safe. */
public final class RegistryMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter TIME =
      METERS.timer(
          "tidemark.registry.time",
          20,
          "Duration of one request to the schema registry",
          "operation");
  private static final Meter ERRORS =
      METERS.counter(
          "tidemark.registry.errors",
          20,
          "Requests to the schema registry that failed",
          "operation");

  private final BoundedSeries<String, Timer> time;
  private final BoundedSeries<String, Counter> errors;

  RegistryMetrics(BoundMeters meters) {
    time = meters.timers(TIME, BoundMeters.REQUEST_BUCKETS);
    errors = meters.counters(ERRORS);
  }

  /** Says which operations there are, so that each has its counters before it is first called. */
  public void operations(String... operations) {
    for (String operation : operations) {
      time.of(operation);
      errors.of(operation);
    }
  }

  /** Times a request to the schema registry. */
  public void registryAnswered(String operation, Duration duration) {
    time.of(operation).record(duration);
  }

  /** Counts a request to the schema registry that failed. */
  public void registryFailed(String operation) {
    errors.of(operation).increment();
  }
}
