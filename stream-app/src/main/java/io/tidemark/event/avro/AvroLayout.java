package io.tidemark.event.avro;

import io.tidemark.event.Fields;
import io.tidemark.event.RecordType;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Where a schema's fields are and how their values are converted. Made once per schema, costs about
 * as much as parsing it; reading a field through it costs one hash look-up. Immutable and
 * thread-safe.
 */
public final class AvroLayout {
  /** One field: its position in the record and the conversion of its value. */
  record Slot(int position, AvroValue conversion) {}

  private final RecordType type;
  private final Map<String, Slot> slots;

  private AvroLayout(RecordType type, Map<String, Slot> slots) {
    this.type = type;
    this.slots = slots;
  }

  /**
   * The layout of records of one schema.
   *
   * @throws IllegalArgumentException when the schema is not a record
   */
  public static AvroLayout of(Schema schema) {
    RecordType type = AvroTypes.recordType(schema);
    return of(schema, type, new HashMap<>());
  }

  /** A layout that may still be under construction when a record contains itself. */
  static AvroLayout of(Schema schema, RecordType type, Map<String, AvroLayout> known) {
    Map<String, Slot> slots = new HashMap<>();
    AvroLayout layout = new AvroLayout(type, slots);
    known.put(schema.getFullName(), layout);
    for (Schema.Field field : schema.getFields()) {
      slots.put(field.name(), new Slot(field.pos(), AvroValue.of(field.schema(), known)));
    }
    return layout;
  }

  /** The record's fields as an expression sees them. */
  public RecordType type() {
    return type;
  }

  /**
   * A view of one record, which must be of this layout's schema. The view converts a field when it
   * is first asked for and keeps the result; it is not thread-safe.
   */
  public Fields fields(IndexedRecord record) {
    return new AvroFields(this, record);
  }

  Slot slot(String name) {
    return slots.get(name);
  }
}
