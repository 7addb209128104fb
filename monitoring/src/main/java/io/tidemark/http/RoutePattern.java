package io.tidemark.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path with named segments, such as {@code /v1/features/{entity}/{key}}. */
record RoutePattern(String text, List<String> segments) {

  static RoutePattern of(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("Invalid route '%s': must start with '/'".formatted(text));
    }
    return new RoutePattern(text, split(text));
  }

  /** The segments of a path as sent, still encoded: a {@code %2F} does not divide them. */
  static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /**
   * The values of the named segments, or nothing when the path is another.
   *
   * @param parts the segments of the path
   */
  Optional<Map<String, String>> match(List<String> parts) {
    if (parts.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String segment = segments.get(i);
      String part = PercentText.ofPath(parts.get(i));
      if (isName(segment) && !part.isEmpty()) {
        values.put(segment.substring(1, segment.length() - 1), part);
      } else if (!segment.equals(part)) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  private static boolean isName(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  /** Patterns without names are tried first. */
  boolean isLiteral() {
    return segments.stream().noneMatch(RoutePattern::isName);
  }
}
