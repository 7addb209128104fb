package io.tidemark.event.avro;

import io.tidemark.event.Fields;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Where a schema's fields are and how their values are converted. Made once per schema, costs about
 * as much as parsing it; reading a field through it costs one hash look-up. Immutable and
 * thread-safe.
 */
public final class AvroLayout {
  /** The position of a field that records do not have. */
  static final int ABSENT = -1;

  /**
   * One field.
   *
   * @param position in the record, or {@link #ABSENT}
   * @param conversion of its value
   * @param fallback what a record without the field has in its place, converted; may be null
   */
  record Slot(int position, AvroValue conversion, Object fallback) {}

  private final Map<String, Slot> slots;

  /** A layout that may still be under construction when a record contains itself. */
  AvroLayout(Map<String, Slot> slots) {
    this.slots = slots;
  }

  /**
   * The layout of records of one schema.
   *
   * @throws IllegalArgumentException when the schema is not a record
   */
  public static AvroLayout of(Schema schema) {
    AvroTypes.requireRecord(schema);
    return new Conversions().layout(schema, schema);
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
