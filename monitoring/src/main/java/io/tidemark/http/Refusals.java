package io.tidemark.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tidemark.http.RequestException.Problem;
import java.time.Duration;
import java.util.Optional;

/** What is wrong with requests before any route has seen them. */
final class Refusals {
  private static final Duration SOON = Duration.ofSeconds(1);

  private Refusals() {}

  /** What the parser could not take: its own words name classes, so they stay here. */
  static RequestException ofParser(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return of(
          414,
          "uri_too_long",
          "The request line is too long",
          "at most " + ServerPort.MAX_LINE + " bytes",
          "Send long lists in the body of a POST");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return headersTooLarge("at most " + ServerPort.MAX_HEADER_BYTES + " bytes in all");
    }
    return malformed(
        "The request is not HTTP/1.1", "request line, headers and chunks as in RFC 9112");
  }

  static RequestException malformed(String what, String rule) {
    return of(400, "bad_request", what, rule, null);
  }

  static RequestException headersTooLarge(String rule) {
    return of(431, "headers_too_large", "The headers are too large", rule, "Send fewer headers");
  }

  static RequestException version(String version) {
    return RequestException.of(
        505,
        new Problem(
            "version_not_supported", "Unsupported version", version, "HTTP/1.1 or HTTP/1.0", null));
  }

  static RequestException expectation(String expectation) {
    return RequestException.of(
        417,
        new Problem(
            "expectation_failed",
            "Unsupported expectation",
            expectation,
            "100-continue is the only one",
            null));
  }

  /**
   * What is wrong with how the end of a body is told, if anything: with another coding than chunked
   * no one can tell it, nor where the next request begins.
   */
  static Optional<RequestException> ofFraming(HttpHeaders headers) {
    return Optional.ofNullable(joined(headers, HttpHeaderNames.TRANSFER_ENCODING))
        .filter(coding -> !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding))
        .map(Refusals::transferCoding);
  }

  private static RequestException transferCoding(String coding) {
    return RequestException.of(
        501,
        new Problem(
            "transfer_coding_not_implemented",
            "Unsupported transfer coding",
            coding,
            "chunked is the only one",
            "Send the body as it is, with Content-Length or in chunks"));
  }

  /** The values of a header that may be given several times; {@code null} without any. */
  static String joined(HttpHeaders headers, CharSequence name) {
    return headers.contains(name) ? String.join(", ", headers.getAll(name)).strip() : null;
  }

  static RequestException late(String part, Duration limit) {
    return of(
        408,
        "request_timeout",
        "The " + part + " of the request took too long",
        "complete within " + limit.toMillis() + " ms",
        "Send it again, at once");
  }

  static RequestException overloaded() {
    return RequestException.unavailable(
        new Problem("overloaded", "Too many requests at once", null, null, "Try again later"),
        SOON);
  }

  static RequestException ending() {
    return RequestException.unavailable(
        new Problem("shutting_down", "This process is ending", null, null, "Ask another instance"),
        SOON);
  }

  static RequestException unexpected() {
    return of(500, "internal", "Failed unexpectedly; the log has the cause", null, null);
  }

  private static RequestException of(
      int status, String error, String what, String rule, String hint) {
    return RequestException.of(status, new Problem(error, what, null, rule, hint));
  }
}
