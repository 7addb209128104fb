package io.tidemark.event;

import java.util.Map;

/**
 * The type of a field as an expression sees it; see {@link Fields} for the Java class of each.
 *
 * @param kind the kind of value
 * @param nullable whether null is among the values
 * @param element the type of a list's elements or a map's values, else {@code null}
 * @param fields the fields of a nested record by name, else empty
 */
public record FieldType(
    Kind kind, boolean nullable, FieldType element, Map<String, FieldType> fields) {

  /** The kinds of value a field can hold. */
  public enum Kind {
    BOOL,
    INT,
    DOUBLE,
    STRING,
    BYTES,
    TIMESTAMP,
    LIST,
    MAP,
    RECORD,
    /** A type the expression language has no counterpart for, such as a union of several types. */
    DYNAMIC
  }

  public FieldType {
    fields = Map.copyOf(fields);
  }

  /** A scalar of the given kind that is never null. */
  public static FieldType of(Kind kind) {
    return new FieldType(kind, false, null, Map.of());
  }

  /** A list that is never null. */
  public static FieldType listOf(FieldType element) {
    return new FieldType(Kind.LIST, false, element, Map.of());
  }

  /** The same type with null among its values. */
  public FieldType orNull() {
    return new FieldType(kind, true, element, fields);
  }
}
