package io.tidemark.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Converts plain values to what one Avro type takes. Thread-safe.
 *
 * <p>Of a union of several types, the declared column type chooses the branch, else the value's own
 * type does; text is not guessed to be anything but text.
 */
final class AvroTarget {
  private final Schema schema;
  private final ColumnType type;
  private final TimestampFormat timestamps;

  AvroTarget(Schema schema, ColumnSpec spec) {
    this.schema = schema;
    this.type = spec == null ? null : spec.type();
    this.timestamps =
        spec == null || spec.format() == null
            ? TimestampFormat.ISO
            : TimestampFormat.parse(spec.format());
  }

  boolean takesNull() {
    return schema.isNullable();
  }

  /**
   * Converts a value that is not null.
   *
   * @throws IllegalArgumentException with the rule that the value breaks
   */
  Object convert(Object value) {
    return convert(value, schema);
  }

  private Object convert(Object value, Schema to) {
    return switch (to.getType()) {
      case UNION -> convert(value, branch(value, to));
      case STRING -> text(value);
      case BOOLEAN -> bool(value);
      case INT -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
      case LONG ->
          isTimestamp(to) ? instant(value, to) : whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> (float) real(value);
      case DOUBLE -> real(value);
      case ENUM -> symbol(value, to);
      case MAP -> map(value, to);
      case ARRAY -> list(value, to);
      case RECORD -> record(value, to);
      case BYTES, FIXED, NULL ->
          throw new IllegalArgumentException("cannot be replayed into type " + to.getType());
    };
  }

  private Schema branch(Object value, Schema union) {
    List<Schema> branches =
        union.getTypes().stream().filter(b -> b.getType() != Schema.Type.NULL).toList();
    if (branches.size() == 1) {
      return branches.get(0);
    }
    ColumnType wanted = type == null ? typeOf(value) : type;
    return branches.stream()
        .filter(b -> fits(b, wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of the types of " + branches));
  }

  private static ColumnType typeOf(Object value) {
    if (value instanceof Boolean) {
      return ColumnType.BOOLEAN;
    }
    if (PlainValues.isWhole(value)) {
      return ColumnType.LONG;
    }
    return value instanceof Number ? ColumnType.DOUBLE : ColumnType.STRING;
  }

  private static boolean fits(Schema branch, ColumnType wanted) {
    return switch (wanted) {
      case BOOLEAN -> branch.getType() == Schema.Type.BOOLEAN;
      case LONG -> branch.getType() == Schema.Type.LONG && !isTimestamp(branch);
      case DOUBLE -> branch.getType() == Schema.Type.DOUBLE;
      case STRING -> branch.getType() == Schema.Type.STRING;
      case TIMESTAMP -> isTimestamp(branch);
    };
  }

  static boolean isTimestamp(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
        || schema.getLogicalType() instanceof LogicalTypes.TimestampMicros;
  }

  private static String text(Object value) {
    if (value instanceof Map || value instanceof List) {
      throw new IllegalArgumentException("must be text");
    }
    return value.toString();
  }

  private static Boolean bool(Object value) {
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("must be true, false, 1 or 0");
    };
  }

  private static Long whole(Object value, long min, long max) {
    try {
      long number = Long.parseLong(value.toString());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number", e);
    }
    throw new IllegalArgumentException("must be a whole number of at most " + max);
  }

  private static double real(Object value) {
    String text = value.toString();
    try {
      if (!"dDfF".contains(text.substring(text.length() - 1))) {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a number", e);
    }
    throw new IllegalArgumentException("must be a number");
  }

  private Long instant(Object value, Schema to) {
    try {
      Instant instant = value instanceof Instant i ? i : timestamps.read(value.toString());
      return to.getLogicalType() instanceof LogicalTypes.TimestampMillis
          ? instant.toEpochMilli()
          : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "must be " + timestamps.description() + " of the declared format", e);
    }
  }

  private static GenericData.EnumSymbol symbol(Object value, Schema to) {
    return Optional.of(value.toString())
        .filter(to::hasEnumSymbol)
        .map(symbol -> new GenericData.EnumSymbol(to, symbol))
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + to.getEnumSymbols()));
  }

  private Map<String, Object> map(Object value, Schema to) {
    if (!(value instanceof Map<?, ?> entries)) {
      throw new IllegalArgumentException("must be an object");
    }
    Map<String, Object> converted = new LinkedHashMap<>();
    entries.forEach((k, v) -> converted.put(k.toString(), nested(v, to.getValueType())));
    return converted;
  }

  private List<Object> list(Object value, Schema to) {
    if (!(value instanceof List<?> elements)) {
      throw new IllegalArgumentException("must be a list");
    }
    List<Object> converted = new ArrayList<>();
    elements.forEach(element -> converted.add(nested(element, to.getElementType())));
    return converted;
  }

  private GenericData.Record record(Object value, Schema to) {
    if (!(value instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("must be an object");
    }
    GenericData.Record record = new GenericData.Record(to);
    for (Schema.Field field : to.getFields()) {
      record.put(
          field.pos(),
          !fields.containsKey(field.name()) && field.hasDefaultValue()
              ? GenericData.get().getDefaultValue(field)
              : nested(fields.get(field.name()), field.schema()));
    }
    return record;
  }

  private Object nested(Object value, Schema to) {
    if (value != null) {
      return convert(value, to);
    }
    if (!to.isNullable()) {
      throw new IllegalArgumentException("must not hold null");
    }
    return null;
  }
}
