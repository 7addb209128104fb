package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** What is answered over HTTP. Thread-safe. */
public final class HttpMetrics {
  static final MeterGroup METERS = new MeterGroup();

  private static final Meter READY =
      METERS.gauge(
          "tidemark.ready",
          100,
          "1 when a readiness check passed the last time it ran, else 0",
          "check");
  private static final Meter REQUESTS =
      METERS.timer(
          "tidemark.http.requests",
          300,
          "Duration of one HTTP request, from its head being read to the answer being written",
          "route",
          "status");
  private static final Meter SERVED_VALUES =
      METERS.counter(
          "tidemark.served.values",
          500,
          "Feature values the feature server answered with, by their status",
          "entity",
          "status");

  private static final List<Duration> SERVE_BUCKETS =
      BoundMeters.seconds(
          0.0001, 0.0002, 0.0003, 0.0005, 0.00075, 0.001, 0.0015, 0.002, 0.003, 0.005, 0.01, 0.02,
          0.05, 0.1, 0.25, 0.5, 1, 2.5);

  private final Levels<String> ready;
  private final BoundedSeries<Answer, Timer> requests;
  private final BoundedSeries<Served, Counter> servedValues;

  private record Answer(String route, int status) {
    List<String> tagValues() {
      return List.of(route, Integer.toString(status));
    }
  }

  private record Served(String entity, String status) {
    List<String> tagValues() {
      return List.of(entity, status);
    }
  }

  HttpMetrics(BoundMeters meters) {
    ready = meters.levels(READY, List::of);
    requests = meters.timers(REQUESTS, SERVE_BUCKETS, Answer::tagValues);
    servedValues = meters.counters(SERVED_VALUES, Served::tagValues);
  }

  /** Notes the result of a readiness check. */
  public void checkRan(String check, boolean ok) {
    ready.set(check, ok ? 1 : 0);
  }

  /**
   * Times an HTTP request.
   *
   * @param route method and pattern of the path
   * @param status HTTP status
   */
  public void httpAnswered(String route, int status, Duration duration) {
    requests.of(new Answer(route, status)).record(duration);
  }

  /** Counts feature values that were served with a status. */
  public void valuesServed(String entity, String status, long values) {
    servedValues.of(new Served(entity, status)).increment((double) values);
  }
}
