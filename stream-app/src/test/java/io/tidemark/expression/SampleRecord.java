package io.tidemark.expression;

import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.event.RecordType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A record type with a field of every kind, and records of it. */
final class SampleRecord {
  private SampleRecord() {}

  static final RecordType TYPE = new RecordType("Sample", fields());

  private static Map<String, FieldType> fields() {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    fields.put("unit_price", FieldType.of(Kind.DOUBLE));
    fields.put("quantity", FieldType.of(Kind.INT));
    fields.put("item", FieldType.of(Kind.STRING));
    fields.put("paid", FieldType.of(Kind.BOOL));
    fields.put("ordered_at", FieldType.of(Kind.TIMESTAMP));
    fields.put("discount", FieldType.of(Kind.DOUBLE).orNull());
    fields.put("stock", FieldType.of(Kind.INT).orNull());
    fields.put("note", FieldType.of(Kind.STRING).orNull());
    fields.put("gift", FieldType.of(Kind.BOOL).orNull());
    fields.put("shipped_at", FieldType.of(Kind.TIMESTAMP).orNull());
    fields.put("digest", FieldType.of(Kind.BYTES).orNull());
    fields.put("tags", collection(Kind.LIST, FieldType.of(Kind.STRING)).orNull());
    fields.put("scores", collection(Kind.LIST, FieldType.of(Kind.DOUBLE).orNull()));
    fields.put("features", collection(Kind.MAP, FieldType.of(Kind.DYNAMIC).orNull()));
    fields.put("address", address().orNull());
    fields.put("anything", FieldType.of(Kind.DYNAMIC).orNull());
    fields.put("type", FieldType.of(Kind.STRING));
    fields.put("package", FieldType.of(Kind.STRING));
    return fields;
  }

  private static FieldType address() {
    Map<String, FieldType> members = new LinkedHashMap<>();
    members.put("city", FieldType.of(Kind.STRING).orNull());
    members.put("floor", FieldType.of(Kind.INT));
    return new FieldType(Kind.RECORD, false, null, members);
  }

  private static FieldType collection(Kind kind, FieldType element) {
    return new FieldType(kind, false, element, Map.of());
  }

  /** A record of names and values in turn; every other field is null. */
  static Fields of(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values::get;
  }
}
