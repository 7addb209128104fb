package io.tidemark.monitoring.http;

import java.time.Duration;
import java.util.Map;

/**
 * A request that cannot be answered as asked. Routes throw it; the client gets the status and a
 * JSON object {@code {"error": ..., "message": ...}}.
 */
public final class RequestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String error;
  private final transient Map<String, String> headers;

  private RequestException(int status, String error, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }

  /**
   * 400: the request is wrong.
   *
   * @param message what, the value, the rule, and what to do
   */
  public static RequestException badRequest(String message) {
    return new RequestException(400, "bad_request", message, Map.of());
  }

  /** 404: there is no such thing. */
  public static RequestException notFound(String message) {
    return new RequestException(404, "not_found", message, Map.of());
  }

  /** 405: the path takes other methods. */
  static RequestException methodNotAllowed(String message, String allow) {
    return new RequestException(405, "method_not_allowed", message, Map.of("Allow", allow));
  }

  /** 413: the body is too long. */
  static RequestException tooLarge(String message) {
    return new RequestException(413, "too_large", message, Map.of());
  }

  /** 503: not now. */
  public static RequestException unavailable(String message, Duration retryAfter) {
    String seconds = Long.toString(Math.max(retryAfter.toSeconds(), 1));
    return new RequestException(503, "unavailable", message, Map.of("Retry-After", seconds));
  }

  Response response() {
    Response response =
        Response.json(status, Map.of("error", error, "message", String.valueOf(getMessage())));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.withHeader(header.getKey(), header.getValue());
    }
    return response;
  }
}
