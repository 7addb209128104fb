package io.tidemark.replay;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
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
      case FLOAT -> ((Float) value).doubleValue();
      case INT, LONG -> number(((Number) value).longValue(), schema);
      case FIXED -> bytes(ByteBuffer.wrap(((GenericFixed) value).bytes()), schema);
      case BYTES -> bytes((ByteBuffer) value, schema);
      case DOUBLE, BOOLEAN -> value;
    };
  }

  private static Object number(long value, Schema schema) {
    if (!TimeTarget.isTime(schema)) {
      return value;
    }
    String name = schema.getLogicalType().getName();
    if (name.equals("date")) {
      return LocalDate.ofEpochDay(value);
    }
    ChronoUnit unit = TimeTarget.unit(schema);
    if (name.startsWith("time-")) {
      return LocalTime.MIDNIGHT.plus(value, unit);
    }
    Instant instant = Instant.EPOCH.plus(value, unit);
    return name.startsWith("local-") ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC) : instant;
  }

  private static Object bytes(ByteBuffer value, Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal) {
      return new Conversions.DecimalConversion().fromBytes(value.duplicate(), schema, logical);
    }
    if (logical instanceof LogicalTypes.BigDecimal) {
      return new Conversions.BigDecimalConversion().fromBytes(value.duplicate(), schema, logical);
    }
    if (ByteTarget.isUuid(schema)) {
      return new UUID(value.getLong(0), value.getLong(Long.BYTES)).toString();
    }
    boolean duration = logical != null && logical.getName().equals("duration");
    return duration ? durationText(value) : value;
  }

  /** Months, days and milliseconds as ISO 8601 writes them. */
  static String durationText(ByteBuffer value) {
    ByteBuffer parts = value.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long months = Integer.toUnsignedLong(parts.getInt());
    long days = Integer.toUnsignedLong(parts.getInt());
    BigDecimal seconds = BigDecimal.valueOf(Integer.toUnsignedLong(parts.getInt()), 3);
    return "P" + months + "M" + days + "DT" + seconds + "S";
  }

  /** What JSON has no type for as text, bytes as Base64. */
  static Object jsonValue(Object value) {
    if (value instanceof Map<?, ?> entries) {
      Map<String, Object> members = new LinkedHashMap<>();
      entries.forEach((name, entry) -> members.put(name.toString(), jsonValue(entry)));
      return members;
    }
    if (value instanceof List<?> elements) {
      return elements.stream().map(PlainValues::jsonValue).toList();
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    }
    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
    return plain ? value : value.toString();
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
}
