package io.tidemark.expression;

import io.tidemark.event.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Names of runtime values in messages, as a definition's author knows the types. */
final class ValueTypes {
  private ValueTypes() {}

  private static final Map<Class<?>, String> SCALARS =
      Map.of(
          Boolean.class, "bool",
          Long.class, "int",
          Double.class, "double",
          String.class, "string",
          byte[].class, "bytes",
          Instant.class, "timestamp",
          Duration.class, "duration");

  static String nameOf(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof List) {
      return "list";
    }
    if (value instanceof Map) {
      return "map";
    }
    if (value instanceof Fields) {
      return "record";
    }
    return SCALARS.getOrDefault(value.getClass(), value.getClass().getSimpleName());
  }
}
