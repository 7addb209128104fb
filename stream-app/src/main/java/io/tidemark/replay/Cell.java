package io.tidemark.replay;

import org.apache.avro.Schema;

/**
 * One value of a record and where it comes from. Thread-safe.
 *
 * @param target the field, or the entry of a map field
 * @param column the column, or {@code null} for a constant or an id
 * @param constant the constant, converted, or {@code null}
 * @param id makes an id, or {@code null}
 * @param type converts to the field's type
 */
record Cell(String target, String column, Object constant, IdTemplate id, AvroTarget type) {

  static Cell of(String target, Schema schema, MappingSpec spec) {
    ColumnSpec column = spec.map().get(target);
    AvroTarget type = new AvroTarget(schema, column);
    if (spec.id().containsKey(target)) {
      return new Cell(target, null, null, new IdTemplate(spec.id().get(target)), type);
    }
    if (spec.set().containsKey(target)) {
      Object constant = spec.set().get(target);
      return new Cell(target, null, constant == null ? null : type.convert(constant), null, type);
    }
    return new Cell(target, column == null ? target : column.column(), null, null, type);
  }

  /** The value in the field's type, or null. */
  Object read(Row row) {
    if (column == null && id == null) {
      return constant;
    }
    Object raw = id != null ? id.fill(row) : row.get(column);
    try {
      return raw == null ? null : type.convert(raw);
    } catch (IllegalArgumentException e) {
      throw refused(row, "has " + RowException.quoted(raw) + " for field " + target, e);
    }
  }

  Object requireValue(Object value, Row row) {
    if (value == null && !type.takesNull()) {
      throw refused(
          row,
          "is empty for field " + target,
          new IllegalArgumentException("must have a value, as the field has no null or default"));
    }
    return value;
  }

  private RowException refused(Row row, String what, IllegalArgumentException rule) {
    String origin = id != null ? "the id" : column == null ? "the constant" : "column " + column;
    return RowException.of(
        row.number(),
        origin
            + " "
            + what
            + ": "
            + rule.getMessage()
            + ". Correct the row or the mapping, or choose what happens to such rows"
            + " (--on-error).",
        row.json());
  }
}
