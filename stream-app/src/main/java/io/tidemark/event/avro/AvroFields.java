package io.tidemark.event.avro;

import io.tidemark.event.Fields;
import org.apache.avro.generic.IndexedRecord;

/** One Avro record, converted field by field on demand. Not thread-safe. */
public final class AvroFields implements Fields {
  private final AvroLayout layout;
  private final IndexedRecord source;
  private final Object[] converted;

  AvroFields(AvroLayout layout, IndexedRecord source) {
    this.layout = layout;
    this.source = source;
    this.converted = new Object[source.getSchema().getFields().size()];
  }

  @Override
  public Object get(String name) {
    AvroLayout.Slot slot = layout.slot(name);
    if (slot == null) {
      return nested(name);
    }
    int position = slot.position();
    if (position == AvroLayout.ABSENT) {
      return slot.fallback();
    }
    Object value = converted[position];
    if (value == null) {
      Object raw = source.get(position);
      value = raw == null ? null : slot.conversion().convert(raw);
      converted[position] = value;
    }
    return value;
  }

  private Object nested(String path) {
    int dot = path.indexOf('.');
    return dot > 0 && get(path.substring(0, dot)) instanceof Fields owner
        ? owner.get(path.substring(dot + 1))
        : null;
  }
}
