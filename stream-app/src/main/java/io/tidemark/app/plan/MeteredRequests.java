package io.tidemark.app.plan;

import io.tidemark.http.HttpService;
import io.tidemark.http.Refusal;
import io.tidemark.http.RequestListener;
import io.tidemark.monitoring.metrics.HttpMetrics;
import java.time.Duration;
import java.util.stream.Stream;

/** Counts and times what an HTTP server answers and refuses. */
record MeteredRequests(HttpMetrics metrics) implements RequestListener {

  /** Shows what a server holds, and with 0 what it may refuse. */
  static void show(HttpService http, HttpMetrics metrics) {
    metrics.httpShown(http::connections, http::inFlight);
    metrics.refusalsShown(Stream.of(Refusal.values()).map(Refusal::label).toList());
  }

  @Override
  public void answered(String route, int status, long nanos) {
    metrics.httpAnswered(route, status, Duration.ofNanos(nanos));
  }

  @Override
  public void refused(Refusal refusal) {
    metrics.httpRefused(refusal.label());
  }

  @Override
  public void certificateRead(boolean accepted) {
    metrics.certificateRead(accepted);
  }
}
