package io.tidemark.event.avro;

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
import org.apache.avro.AvroTypeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;

/**
 * Converts values of one schema to the classes {@link io.tidemark.event.Fields} names. Takes raw
 * values and those that Avro's own conversions already replaced.
 */
@FunctionalInterface
interface AvroValue {
  /** Its values are a number and its scale. */
  org.apache.avro.Conversions.BigDecimalConversion BIG_DECIMALS =
      new org.apache.avro.Conversions.BigDecimalConversion();

  /**
   * Converts a value that is not null.
   *
   * @throws org.apache.avro.AvroTypeException when it is not what is wanted
   */
  Object convert(Object value);

  /**
   * The values of a schema that is neither a union nor made of others. A float is the number it is
   * shown as: 0.1 is 0.1, and not the double that its bits are nearest to.
   */
  static AvroValue scalar(Schema schema) {
    if (AvroTypes.isInstant(schema)) {
      ChronoUnit unit = unit(schema);
      return value -> instant(value, unit);
    }
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return value -> decimal(value, decimal.getScale());
    }
    if (AvroTypes.isBigDecimal(schema)) {
      return AvroValue::bigDecimal;
    }
    return switch (schema.getType()) {
      case INT, LONG -> value -> value instanceof Number n ? (Object) n.longValue() : value;
      case FLOAT -> value -> Double.parseDouble(value.toString());
      case DOUBLE -> value -> ((Number) value).doubleValue();
      case STRING, ENUM -> Object::toString;
      case BYTES -> AvroValue::bytes;
      case FIXED -> AvroTypes.isUuid(schema) ? AvroValue::uuid : AvroValue::bytes;
      default -> value -> value;
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

  private static Double bigDecimal(Object value) {
    if (value instanceof BigDecimal exact) {
      return exact.doubleValue();
    }
    try {
      ByteBuffer bytes = ((ByteBuffer) value).duplicate();
      return BIG_DECIMALS.fromBytes(bytes, null, null).doubleValue();
    } catch (RuntimeException e) {
      throw new AvroTypeException("its bytes are no big-decimal: " + e.getMessage(), e);
    }
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

  /** Lists of values. */
  static AvroValue list(AvroValue element) {
    return value -> {
      List<Object> list = new ArrayList<>(((Collection<?>) value).size());
      for (Object item : (Collection<?>) value) {
        list.add(item == null ? null : element.convert(item));
      }
      return list;
    };
  }

  /** Maps to values. */
  static AvroValue map(AvroValue element) {
    return value -> {
      Map<String, Object> map = new HashMap<>();
      ((Map<?, ?>) value)
          .forEach((k, v) -> map.put(k.toString(), v == null ? null : element.convert(v)));
      return map;
    };
  }
}
