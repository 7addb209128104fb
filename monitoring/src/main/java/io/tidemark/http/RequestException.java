package io.tidemark.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request that cannot be answered as asked. Routes throw it; the client gets the status and a
 * JSON object: {@code error} (a stable code), {@code message} for people, and where known the
 * offending {@code value}, the {@code rule} it breaks and a {@code hint}.
 */
public final class RequestException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int LONGEST_VALUE = 200;
  private static final String CHALLENGE = "Bearer realm=\"tidemark\"";

  private final int status;
  private final transient Problem problem;
  private final transient Map<String, String> headers;

  /**
   * What is wrong.
   *
   * @param error stable code, in lower case with underscores
   * @param what what failed, such as {@code Unknown feature}
   * @param value the offending value, cut at 200 characters; {@code null} without one
   * @param rule what must hold; {@code null} where {@code what} says all
   * @param hint what to do; {@code null} without one
   */
  public record Problem(String error, String what, String value, String rule, String hint) {
    public Problem {
      value = value == null ? null : shown(value);
    }

    /** Cut, and without halves of characters, which JSON cannot hold. */
    private static String shown(String value) {
      String cut =
          value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "\u2026";
      return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** The problem on one line: what, value, rule, hint. */
    public String message() {
      String subject = value == null ? what : what + " '" + value + "'";
      return subject + (rule == null ? "" : ": " + rule) + (hint == null ? "" : ". " + hint);
    }

    /** The problem as the members of a JSON object, in order. */
    public Map<String, String> members() {
      Map<String, String> members = new LinkedHashMap<>();
      members.put("error", error);
      members.put("message", message());
      putKnown(members, "value", value);
      putKnown(members, "rule", rule);
      putKnown(members, "hint", hint);
      return members;
    }

    private static void putKnown(Map<String, String> members, String name, String text) {
      if (text != null) {
        members.put(name, text);
      }
    }
  }

  private RequestException(int status, Problem problem, Map<String, String> headers) {
    super(problem.message());
    this.status = status;
    this.problem = problem;
    this.headers = headers;
  }

  private RequestException(int status, String error, String message, Map<String, String> headers) {
    this(status, new Problem(error, message, null, null, null), headers);
  }

  /** Any status from 400 to 599, with what is wrong. */
  public static RequestException of(int status, Problem problem) {
    return new RequestException(status, problem, Map.of());
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

  /** 401: no token, or one that is not known. */
  static RequestException unauthorized(boolean given) {
    return new RequestException(
        401,
        new Problem(
            "unauthorized",
            given ? "The bearer token is not known" : "No bearer token",
            null,
            "requests other than /health/* need one",
            "Send it as 'Authorization: Bearer TOKEN'"),
        Map.of("WWW-Authenticate", given ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE));
  }

  /** 403: the token allows other things. */
  static RequestException forbidden(Scope scope) {
    String label = scope.label();
    return new RequestException(
        403,
        new Problem(
            "forbidden",
            "The bearer token lacks the scope",
            label,
            "each route asks for one of read, erase and ops",
            "Use a token of the setting http.tokens." + label),
        Map.of(
            "WWW-Authenticate",
            CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + label + "\""));
  }

  /** 405: the path takes other methods. */
  static RequestException methodNotAllowed(String message, String allow) {
    return new RequestException(405, "method_not_allowed", message, Map.of("Allow", allow));
  }

  /** 413: the body is too long. */
  static RequestException tooLarge(String message) {
    return new RequestException(413, "too_large", message, Map.of());
  }

  /** 415: the body is compressed, or coded in another way. */
  static RequestException unsupportedCoding(String coding) {
    return new RequestException(
        415,
        new Problem(
            "content_coding_not_supported",
            "Unsupported content coding",
            coding,
            "identity is the only one",
            "Send the body as it is"),
        Map.of("Accept-Encoding", "identity"));
  }

  /** 503: not now. */
  public static RequestException unavailable(String message, Duration retryAfter) {
    return unavailable(new Problem("unavailable", message, null, null, null), retryAfter);
  }

  /** 503: not now, with what is wrong. */
  public static RequestException unavailable(Problem problem, Duration retryAfter) {
    return new RequestException(503, problem, Map.of()).retryAfter(retryAfter);
  }

  /** The same with a {@code Retry-After} of whole seconds, at least one. */
  public RequestException retryAfter(Duration delay) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put("Retry-After", Long.toString(Math.max(delay.toSeconds(), 1)));
    return new RequestException(status, problem, more);
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }

  public int status() {
    return status;
  }

  Response response() {
    Response response = Response.json(status, problem.members());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.withHeader(header.getKey(), header.getValue());
    }
    return response;
  }

  /**
   * 503: what is asked for is not there yet.
   *
   * @param rule since when it is, such as {@code it answers once its topics are there}
   */
  public static RequestException starting(String rule) {
    return unavailable(
        new Problem(
            "starting",
            "The service is starting",
            null,
            rule,
            "GET /health/ready says what is missing"),
        Duration.ofSeconds(2));
  }
}
