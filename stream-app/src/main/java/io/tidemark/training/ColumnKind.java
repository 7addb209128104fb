package io.tidemark.training;

import java.util.Map;

/** What the cells of a column are. */
public enum ColumnKind {
  BOOLEAN,
  INTEGER,
  NUMBER,
  TEXT,
  TIME;

  private static final Map<Class<?>, ColumnKind> OF =
      Map.of(
          Boolean.class, BOOLEAN,
          Integer.class, INTEGER,
          Long.class, INTEGER,
          Float.class, NUMBER,
          Double.class, NUMBER);

  /** The kind of a value as it was logged. */
  static ColumnKind of(Object value) {
    return OF.getOrDefault(value.getClass(), TEXT);
  }

  /** The kind that holds what both hold. */
  ColumnKind or(ColumnKind other) {
    if (this == other) {
      return this;
    }
    boolean numbers = isNumeric() && other.isNumeric();
    return numbers ? NUMBER : TEXT;
  }

  private boolean isNumeric() {
    return this == INTEGER || this == NUMBER;
  }

  /** A value as a cell: Boolean, Long, Double, String or Instant. */
  Object cell(Object value) {
    return switch (this) {
      case INTEGER -> ((Number) value).longValue();
      case NUMBER -> ((Number) value).doubleValue();
      case TEXT -> value.toString();
      case BOOLEAN, TIME -> value;
    };
  }
}
