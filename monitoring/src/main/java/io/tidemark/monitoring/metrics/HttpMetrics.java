package io.tidemark.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;

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
  private static final Meter CONNECTIONS =
      METERS.gauge("tidemark.http.connections", 1, "HTTP connections that are open");
  private static final Meter IN_FLIGHT =
      METERS.gauge(
          "tidemark.http.in.flight",
          1,
          "HTTP requests on their way to an answer, from their head being read");
  private static final Meter REFUSED =
      METERS.counter(
          "tidemark.http.refused",
          20,
          "HTTP connections and requests that were closed or refused at a bound or a deadline, or were no HTTP",
          "reason");
  private static final Meter CERTIFICATES =
      METERS.counter(
          "tidemark.http.certificate.reads",
          2,
          "Times a changed certificate was read: accepted, or rejected for the one before",
          "outcome");
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

  private static final List<String> CERTIFICATE_OUTCOMES = List.of("accepted", "rejected");

  private final Levels<String> ready;
  private final BoundedSeries<Answer, Timer> requests;
  private final Gauges<List<String>> connections;
  private final Gauges<List<String>> inFlight;
  private final BoundedSeries<String, Counter> refused;
  private final BoundedSeries<String, Counter> certificates;
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
    connections = meters.gauges(CONNECTIONS, Function.identity());
    inFlight = meters.gauges(IN_FLIGHT, Function.identity());
    refused = meters.counters(REFUSED);
    certificates = meters.counters(CERTIFICATES);
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

  /** Exports what a server holds; the first suppliers stay. */
  public void httpShown(IntSupplier open, IntSupplier answering) {
    connections.show(List.of(), open::getAsInt);
    inFlight.show(List.of(), answering::getAsInt);
    CERTIFICATE_OUTCOMES.forEach(certificates::of);
  }

  /** Shows, with 0, for what reasons something may be refused. */
  public void refusalsShown(List<String> reasons) {
    reasons.forEach(refused::of);
  }

  /** Counts a connection or a request that was refused. */
  public void httpRefused(String reason) {
    refused.of(reason).increment();
  }

  /** Counts that a changed certificate was read. */
  public void certificateRead(boolean accepted) {
    certificates.of(CERTIFICATE_OUTCOMES.get(accepted ? 0 : 1)).increment();
  }

  /** Shows with 0 the statuses that values of a kind of entity may have. */
  public void show(String entity, Collection<String> statuses) {
    statuses.forEach(status -> servedValues.of(new Served(entity, status)));
  }

  /** Counts feature values that were served with a status. */
  public void valuesServed(String entity, String status, long values) {
    servedValues.of(new Served(entity, status)).increment((double) values);
  }
}
