package io.tidemark.event.avro;

import io.tidemark.event.RecordType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * Converts values of one schema to the classes {@link io.tidemark.event.Fields} names. Takes raw
 * values and those that Avro's own conversions already replaced.
 */
@FunctionalInterface
interface AvroValue {
  /** Converts a value that is not null. */
  Object convert(Object value);

  static AvroValue of(Schema schema, Map<String, AvroLayout> known) {
    if (AvroTypes.isInstant(schema)) {
      ChronoUnit unit = unit(schema);
      return value -> instant(value, unit);
    }
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return value -> decimal(value, decimal.getScale());
    }
    return switch (schema.getType()) {
      case BOOLEAN, NULL -> value -> value;
      case INT, LONG -> value -> value instanceof Number n ? (Object) n.longValue() : value;
      case FLOAT, DOUBLE -> value -> ((Number) value).doubleValue();
      case STRING, ENUM -> Object::toString;
      case BYTES -> AvroValue::bytes;
      case FIXED -> AvroTypes.isUuid(schema) ? AvroValue::uuid : AvroValue::bytes;
      case ARRAY -> list(of(schema.getElementType(), known));
      case MAP -> map(of(schema.getValueType(), known));
      case RECORD -> record(schema, known);
      case UNION -> union(schema, known);
    };
  }

  private static ChronoUnit unit(Schema schema) {
    String name = schema.getLogicalType().getName();
    if (name.equals("date")) {
      return ChronoUnit.DAYS;
    }
    return name.endsWith("millis")
        ? ChronoUnit.MILLIS
        : name.endsWith("micros") ? ChronoUnit.MICROS : ChronoUnit.NANOS;
  }

  private static Instant instant(Object value, ChronoUnit unit) {
    if (value instanceof Number number) {
      return Instant.EPOCH.plus(number.longValue(), unit);
    }
    if (value instanceof LocalDateTime local) {
      return local.toInstant(ZoneOffset.UTC);
    }
    return value instanceof LocalDate date
        ? date.atStartOfDay().toInstant(ZoneOffset.UTC)
        : (Instant) value;
  }

  private static Double decimal(Object value, int scale) {
    BigDecimal exact =
        value instanceof BigDecimal decimal
            ? decimal
            : new BigDecimal(new BigInteger(bytes(value)), scale);
    return exact.doubleValue();
  }

  private static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static String uuid(Object value) {
    if (value instanceof GenericFixed fixed) {
      ByteBuffer halves = ByteBuffer.wrap(fixed.bytes());
      return new UUID(halves.getLong(), halves.getLong()).toString();
    }
    return value.toString();
  }

  private static AvroValue list(AvroValue element) {
    return value -> {
      List<Object> list = new ArrayList<>(((Collection<?>) value).size());
      for (Object item : (Collection<?>) value) {
        list.add(item == null ? null : element.convert(item));
      }
      return list;
    };
  }

  private static AvroValue map(AvroValue element) {
    return value -> {
      Map<String, Object> map = new HashMap<>();
      ((Map<?, ?>) value)
          .forEach((k, v) -> map.put(k.toString(), v == null ? null : element.convert(v)));
      return map;
    };
  }

  private static AvroValue record(Schema schema, Map<String, AvroLayout> known) {
    AvroLayout layout = known.get(schema.getFullName());
    AvroLayout nested = layout != null ? layout : nested(schema, known);
    return value -> nested.fields((IndexedRecord) value);
  }

  private static AvroLayout nested(Schema schema, Map<String, AvroLayout> known) {
    return AvroLayout.of(schema, new RecordType(schema.getFullName(), Map.of()), known);
  }

  private static AvroValue union(Schema schema, Map<String, AvroLayout> known) {
    List<Schema> branches = AvroTypes.nonNull(schema);
    if (branches.size() == 1) {
      return of(branches.get(0), known);
    }
    List<AvroValue> conversions =
        schema.getTypes().stream().map(branch -> of(branch, known)).toList();
    return value ->
        value instanceof Instant
            ? value
            : conversions.get(GenericData.get().resolveUnion(schema, value)).convert(value);
  }
}
