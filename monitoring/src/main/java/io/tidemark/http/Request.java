package io.tidemark.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a route.
 *
 * @param method the method in upper case
 * @param path the path, decoded
 * @param pathParameters values of the route's {@code {name}} segments, decoded
 * @param query query parameters, decoded, in order; a parameter without value has the empty text
 * @param headers headers by name in lower case, the first value of each
 * @param body the body; empty without one; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Request(
    String method,
    String path,
    Map<String, String> pathParameters,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body) {

  /** A value of the path. The route's pattern names it, so that it is always there. */
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Unknown path parameter '%s': the route has %s".formatted(name, pathParameters.keySet()));
    }
    return value;
  }

  /** The first value of a query parameter. */
  public Optional<String> queryParameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The first value of a header, whatever its case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
