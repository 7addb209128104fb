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

  static Cell of(String target, Schema schema, MappingSpec spec, Remarks remarks) {
    ColumnSpec column = spec.map().get(target);
    AvroTarget type = new AvroTarget(schema, column, spec.form().numbers(), remarks);
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
    if (id == null && isUnchanged(row)) {
      return row.source().get(column);
    }
    Object raw = id != null ? id.fill(row) : row.get(column);
    try {
      return raw == null ? null : type.convert(raw);
    } catch (IllegalArgumentException e) {
      throw refused(row, "has " + RowException.quoted(raw) + " for field " + target, e);
    }
  }

  /** What an Avro file holds in the very type of the field goes there as it is. */
  private boolean isUnchanged(Row row) {
    if (row.source() == null) {
      return false;
    }
    Schema.Field field = row.source().getSchema().getField(column);
    return field != null && type.takesValuesOf(field.schema());
  }

  /** Whether the row has the column, if only as null. */
  boolean isIn(Row row) {
    return column != null && row.has(column);
  }

  /** Whether this gives no value of the row's. */
  boolean isEmpty(Row row) {
    return column != null && row.get(column) == null;
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
        origin + ": " + rule.getMessage(),
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
