package io.tidemark.testkit;

import io.tidemark.event.IsoDateTime;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Plain Java values as the generic Avro values that a decoder would have made. Strict: text is not
 * taken for a number nor a fraction for a whole number. Stateless.
 */
final class AvroConversion {
  private AvroConversion() {}

  /**
   * Converts a value.
   *
   * @param path what messages call it
   * @throws IllegalArgumentException with the path, the value, the rule
   */
  static Object convert(Object value, Schema schema, String path) {
    if (value == null) {
      return nothing(schema, path);
    }
    return switch (schema.getType()) {
      case UNION -> union(value, schema, path);
      case RECORD -> record(value, schema, path);
      case MAP -> map(value, schema, path);
      case ARRAY -> list(value, schema, path);
      default -> scalar(value, schema).orElseThrow(() -> refused(value, schema, path));
    };
  }

  private static Object nothing(Schema schema, String path) {
    if (!schema.isNullable()) {
      throw refused(null, schema, path);
    }
    return null;
  }

  private static IllegalArgumentException refused(Object value, Schema schema, String path) {
    String shown = value instanceof CharSequence ? "'" + value + "'" : String.valueOf(value);
    return new IllegalArgumentException(
        "Field '" + path + "' is " + shown + ": must be " + wanted(schema) + ".");
  }

  /** What a schema takes, in words. */
  static String wanted(Schema schema) {
    String logical = schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
    if (logical.contains("timestamp-")) {
      return "an instant (2026-01-01T00:00:00Z) or a number of "
          + unit(logical).name().toLowerCase(Locale.ROOT);
    }
    return switch (schema.getType()) {
      case UNION -> String.join(" or ", schema.getTypes().stream().map(t -> wanted(t)).toList());
      case ENUM -> "one of " + schema.getEnumSymbols();
      case INT, LONG -> logical.equals("date") ? "a date (2026-01-01)" : "a whole number";
      case FLOAT, DOUBLE -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "text";
      case BYTES, FIXED -> logical.equals("decimal") ? "a number" : "bytes";
      case RECORD -> "an object with the fields of " + schema.getName();
      case MAP -> "an object";
      case ARRAY -> "a list";
      case NULL -> "null";
    };
  }

  private static Object union(Object value, Schema union, String path) {
    Schema single = withoutNull(union);
    if (single.getType() != Schema.Type.UNION) {
      return convert(value, single, path);
    }
    for (Schema branch : single.getTypes()) {
      if (branch.getType() != Schema.Type.NULL && takes(value, branch)) {
        return convert(value, branch, path);
      }
    }
    throw refused(value, union, path);
  }

  private static boolean takes(Object value, Schema branch) {
    return switch (branch.getType()) {
      case RECORD, MAP -> value instanceof Map;
      case ARRAY -> value instanceof List;
      default -> scalar(value, branch).isPresent();
    };
  }

  /** The one branch beside null, or the schema itself. */
  static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(b -> b.getType() != Schema.Type.NULL).toList();
    return branches.size() == 1 ? branches.get(0) : schema;
  }

  private static Object record(Object value, Schema schema, String path) {
    if (!(value instanceof Map<?, ?> fields)) {
      throw refused(value, schema, path);
    }
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      boolean given = fields.containsKey(field.name()) || !field.hasDefaultValue();
      record.put(
          field.pos(),
          given
              ? convert(fields.get(field.name()), field.schema(), path + "." + field.name())
              : GenericData.get().getDefaultValue(field));
    }
    return record;
  }

  private static Object map(Object value, Schema schema, String path) {
    if (!(value instanceof Map<?, ?> entries)) {
      throw refused(value, schema, path);
    }
    Map<String, Object> converted = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) ->
            converted.put(key.toString(), convert(entry, schema.getValueType(), path + "." + key)));
    return converted;
  }

  private static Object list(Object value, Schema schema, String path) {
    if (!(value instanceof List<?> elements)) {
      throw refused(value, schema, path);
    }
    List<Object> converted = new ArrayList<>();
    for (Object element : elements) {
      String at = path + "[" + converted.size() + "]";
      converted.add(convert(element, schema.getElementType(), at));
    }
    return converted;
  }

  private static Optional<Object> scalar(Object value, Schema schema) {
    return switch (schema.getType()) {
      case STRING -> only(value, CharSequence.class).map(Object::toString);
      case BOOLEAN -> only(value, Boolean.class).map(flag -> flag);
      case ENUM -> symbol(value, schema);
      case INT -> whole(value, schema).filter(AvroConversion::isInt).map(Long::intValue);
      case LONG -> whole(value, schema).map(number -> number);
      case FLOAT -> only(value, Number.class).map(Number::floatValue);
      case DOUBLE -> only(value, Number.class).map(Number::doubleValue);
      case BYTES, FIXED -> bytes(value, schema);
      default -> Optional.empty();
    };
  }

  private static <T> Optional<T> only(Object value, Class<T> type) {
    return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
  }

  private static boolean isInt(long number) {
    return number == (int) number;
  }

  private static Optional<Object> symbol(Object value, Schema schema) {
    return only(value, CharSequence.class)
        .map(Object::toString)
        .filter(schema::hasEnumSymbol)
        .map(symbol -> new GenericData.EnumSymbol(schema, symbol));
  }

  private static Optional<Long> whole(Object value, Schema schema) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return Optional.of(((Number) value).longValue());
    }
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Date) {
      return date(value).map(LocalDate::toEpochDay);
    }
    return logical != null && logical.getName().contains("timestamp-")
        ? instant(value).map(instant -> unit(logical.getName()).between(Instant.EPOCH, instant))
        : Optional.empty();
  }

  private static ChronoUnit unit(String logical) {
    if (logical.endsWith("millis")) {
      return ChronoUnit.MILLIS;
    }
    return logical.endsWith("micros") ? ChronoUnit.MICROS : ChronoUnit.NANOS;
  }

  private static Optional<LocalDate> date(Object value) {
    try {
      return value instanceof CharSequence text
          ? Optional.of(LocalDate.parse(text))
          : only(value, LocalDate.class);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** ISO 8601, in UTC where the text names no offset. */
  private static Optional<Instant> instant(Object value) {
    if (!(value instanceof CharSequence text)) {
      return only(value, Instant.class);
    }
    try {
      return Optional.of(IsoDateTime.instant(text.toString()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> bytes(Object value, Schema schema) {
    boolean fixed = schema.getType() == Schema.Type.FIXED;
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return value instanceof Number number ? decimal(number, schema, decimal) : Optional.empty();
    }
    if (!(value instanceof byte[] bytes)) {
      return Optional.empty();
    }
    if (!fixed) {
      return Optional.of(ByteBuffer.wrap(bytes.clone()));
    }
    return bytes.length == schema.getFixedSize()
        ? Optional.of(new GenericData.Fixed(schema, bytes.clone()))
        : Optional.empty();
  }

  private static Optional<Object> decimal(
      Number number, Schema schema, LogicalTypes.Decimal decimal) {
    try {
      BigDecimal exact = new BigDecimal(number.toString()).setScale(decimal.getScale());
      Conversions.DecimalConversion conversion = new Conversions.DecimalConversion();
      return Optional.of(
          schema.getType() == Schema.Type.FIXED
              ? conversion.toFixed(exact, schema, decimal)
              : conversion.toBytes(exact, schema, decimal));
    } catch (ArithmeticException | NumberFormatException | AvroTypeException e) {
      return Optional.empty();
    }
  }
}
