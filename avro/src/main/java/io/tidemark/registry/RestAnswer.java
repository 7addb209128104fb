package io.tidemark.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;

/**
 * One answer of a registry.
 *
 * @param question method and address, for messages
 * @param status HTTP status
 * @param json the body, or null where it is not a JSON object
 */
record RestAnswer(String question, int status, JsonNode json) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> TRANSIENT = Set.of(408, 429);
  private static final Set<Integer> NOT_FOUND =
      Set.of(
          SchemaNotFoundException.SUBJECT,
          SchemaNotFoundException.VERSION,
          SchemaNotFoundException.SCHEMA);
  private static final int MAX_MESSAGE = 500;

  static RestAnswer of(String question, int status, byte[] body) {
    return new RestAnswer(question, status, parse(body));
  }

  boolean succeeded() {
    return status / 100 == 2 && json != null;
  }

  /** Whether another endpoint or another time may give a better answer. */
  boolean worthRetrying() {
    boolean unreadable = status / 100 == 2 && json == null;
    return unreadable || status / 100 == 5 || TRANSIENT.contains(status);
  }

  /** What an answer that is not a success means. */
  RegistryException failure() {
    if (worthRetrying()) {
      return new RegistryUnavailableException(
          describe("try again later"), errorCode(), status, null);
    }
    return NOT_FOUND.contains(errorCode())
        ? new SchemaNotFoundException(describe("register it first"), errorCode())
        : new RegistryRejectedException(describe(hint()), errorCode(), status);
  }

  /** What it means that no access token was given; the body is RFC 6749's. */
  RegistryException tokenRefusal() {
    String error = json == null ? "no reason" : json.path("error").asText("no reason");
    String message =
        "The issuer of access tokens refused %s with HTTP %d: %s; check bearer.auth.client.*."
            .formatted(question, status, error);
    return worthRetrying()
        ? new RegistryUnavailableException(message, status, status, null)
        : new RegistryRejectedException(message, status, status);
  }

  private int errorCode() {
    return json == null ? status : json.path("error_code").asInt(status);
  }

  private String describe(String hint) {
    String message = json == null ? "not a JSON object" : json.path("message").asText("no message");
    String shown = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    return "Schema registry refused %s with HTTP %d, error code %d: %s; %s."
        .formatted(question, status, errorCode(), shown, hint);
  }

  private String hint() {
    return switch (status) {
      case 401, 403 -> "check basic.auth.* or bearer.auth.* and the account's rights";
      case 404 -> "check that schema.registry.url is the base address of the registry's API";
      case 409 -> "make the schema compatible or change the subject's compatibility level";
      default -> "correct the request";
    };
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json != null && json.isObject() ? json : null;
    } catch (IOException e) {
      return null;
    }
  }
}
