package io.tidemark.replay;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Avro data in the plain Java types of a {@link Row}. */
final class PlainValues {
  private PlainValues() {}

  static Object of(Object value, Schema schema) {
    return switch (schema.getType()) {
      case NULL -> null;
      case UNION -> of(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)));
      case RECORD -> record((GenericRecord) value);
      case MAP -> map((Map<?, ?>) value, schema.getValueType());
      case ARRAY -> list((List<?>) value, schema.getElementType());
      case STRING, ENUM -> value.toString();
      case INT -> ((Integer) value).longValue();
      case FLOAT -> ((Float) value).doubleValue();
      case LONG -> number((Long) value, schema.getLogicalType());
      case FIXED, BYTES, DOUBLE, BOOLEAN -> value;
    };
  }

  private static Object number(long value, LogicalType type) {
    if (type instanceof LogicalTypes.TimestampMillis) {
      return Instant.ofEpochMilli(value);
    }
    return type instanceof LogicalTypes.TimestampMicros
        ? Instant.EPOCH.plus(value, ChronoUnit.MICROS)
        : (Object) value;
  }

  private static Map<String, Object> record(GenericRecord value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Schema.Field field : value.getSchema().getFields()) {
      fields.put(field.name(), of(value.get(field.pos()), field.schema()));
    }
    return fields;
  }

  private static Map<String, Object> map(Map<?, ?> value, Schema valueType) {
    Map<String, Object> entries = new LinkedHashMap<>();
    value.forEach((key, entry) -> entries.put(key.toString(), of(entry, valueType)));
    return entries;
  }

  private static List<Object> list(List<?> value, Schema elementType) {
    List<Object> elements = new ArrayList<>();
    value.forEach(element -> elements.add(of(element, elementType)));
    return elements;
  }

  /** Whether a JSON or plain number is a whole one. */
  static boolean isWhole(Object value) {
    return value instanceof Long || value instanceof Integer || value instanceof BigInteger;
  }
}
