package io.tidemark.http;

import java.util.Locale;
import java.util.Optional;

/** The meters of a process, in the forms a scraper may ask for. Thread-safe. */
@FunctionalInterface
public interface MetricsPage {
  /** In Prometheus's own text format. */
  String text();

  /** In the format of OpenMetrics 1.0; empty where nobody writes it. */
  default Optional<String> openMetrics() {
    return Optional.empty();
  }

  /** The answer to a request: OpenMetrics where it is asked for and there, else the text format. */
  default Response answer(Request request) {
    String accept = request.headers().getOrDefault("accept", "").toLowerCase(Locale.ROOT);
    Optional<String> open =
        accept.contains("application/openmetrics-text") ? openMetrics() : Optional.empty();
    return open.map(
            page ->
                Response.text(
                    200, "application/openmetrics-text; version=1.0.0; charset=utf-8", page))
        .orElseGet(() -> Response.text(200, "text/plain; version=0.0.4; charset=utf-8", text()));
  }
}
