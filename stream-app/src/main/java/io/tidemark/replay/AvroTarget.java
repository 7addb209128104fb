package io.tidemark.replay;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Converts plain values to what one Avro type takes. Thread-safe.
 *
 * <p>Of a union of several types, the declared column type chooses the branch, else the value's own
 * type does; text is not guessed to be anything but text where a branch takes text.
 */
final class AvroTarget {
  /** Significant digits that tell every double from all others. */
  private static final int MOST_DIGITS = 17;

  private final Schema schema;
  private final UnionBranches branches;
  private final NumberForm numbers;
  private final TimeTarget times;
  private final ByteTarget bytes;
  private final Remarks remarks;
  private volatile Compared compared = new Compared(null, false);

  /** Whether a schema of a file is this one; remembered, as every row of a file has the same. */
  private record Compared(Schema source, boolean same) {}

  AvroTarget(Schema schema, ColumnSpec spec, NumberForm numbers, Remarks remarks) {
    this.schema = schema;
    this.branches = new UnionBranches(spec == null ? null : spec.type());
    this.numbers = numbers;
    this.times =
        new TimeTarget(
            spec == null || spec.format() == null
                ? TimestampFormat.ISO
                : TimestampFormat.parse(spec.format()),
            remarks);
    this.remarks = remarks;
    this.bytes = new ByteTarget(numbers);
  }

  boolean takesNull() {
    return schema.isNullable();
  }

  /** Whether values written with a schema are what this takes, so that they need no conversion. */
  boolean takesValuesOf(Schema source) {
    Compared known = compared;
    if (known.source() != source) {
      known = new Compared(source, schema.equals(source));
      compared = known;
    }
    return known.same();
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
    if (TimeTarget.isTime(to)) {
      return times.convert(value, to);
    }
    return switch (to.getType()) {
      case UNION -> branches.choose(value, to, branch -> convert(value, branch));
      case STRING -> ByteTarget.isUuid(to) ? ByteTarget.uuidText(value) : text(value);
      case BOOLEAN -> bool(value);
      case INT -> (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> narrow(real(value));
      case DOUBLE -> real(value);
      case ENUM -> symbol(value, to);
      case BYTES, FIXED -> bytes.convert(value, to);
      case MAP -> map(value, to);
      case ARRAY -> list(value, to);
      case RECORD -> record(value, to);
      case NULL -> throw new IllegalArgumentException("must be null");
    };
  }

  private static String text(Object value) {
    if (value instanceof Map || value instanceof List || value instanceof ByteBuffer) {
      throw new IllegalArgumentException("must be text");
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static Boolean bool(Object value) {
    return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("must be true, false, 1 or 0");
    };
  }

  private long whole(Object value, long min, long max) {
    long number =
        numbers.isShortWhole(value) ? Long.parseLong((String) value) : exactly(value, min, max);
    if (number < min || number > max) {
      throw outside(min, max, null);
    }
    return number;
  }

  private long exactly(Object value, long min, long max) {
    BigDecimal exact = number(value, "must be a whole number");
    if (exact.scale() > 0 && exact.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException("must be a whole number");
    }
    try {
      return exact.longValueExact();
    } catch (ArithmeticException e) {
      throw outside(min, max, e);
    }
  }

  private static IllegalArgumentException outside(long min, long max, Exception cause) {
    return new IllegalArgumentException(
        "must be a whole number of at least " + min + " and at most " + max, cause);
  }

  private BigDecimal number(Object value, String rule) {
    try {
      return numbers.exact(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(rule, e);
    }
  }

  private double real(Object value) {
    try {
      double number = numbers.real(value);
      if (isRounded(value, number)) {
        remarks.add(Remarks.Remark.ROUNDED_NUMBER);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a number", e);
    }
  }

  /**
   * Whether a number says more than its double does. Whoever writes a double writes seventeen
   * digits at most, so that a fraction of no more is one's own text.
   */
  private boolean isRounded(Object value, double number) {
    boolean isOwn = value instanceof Double || value instanceof Float || !Double.isFinite(number);
    if (isOwn || value instanceof String text && text.length() < MOST_DIGITS - 1) {
      return false;
    }
    BigDecimal exact = numbers.exact(value).stripTrailingZeros();
    return (exact.scale() <= 0 || exact.precision() > MOST_DIGITS)
        && exact.compareTo(new BigDecimal(number)) != 0;
  }

  private static float narrow(double number) {
    if (Double.isFinite(number) && Float.isInfinite((float) number)) {
      throw new IllegalArgumentException("must be a number of at most " + Float.MAX_VALUE);
    }
    return (float) number;
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
