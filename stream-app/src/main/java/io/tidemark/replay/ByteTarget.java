package io.tidemark.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Converts plain values to what Avro keeps as bytes: decimals, UUIDs, durations, and bytes
 * themselves, whose text is Base64. Thread-safe.
 */
final class ByteTarget {
  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}-(\\p{XDigit}{4}-){3}\\p{XDigit}{12}");
  private static final Pattern DURATION_TEXT = Pattern.compile("P([^T]*)(T.+)?");

  /** Largest number of an unsigned int, of which a duration has three. */
  private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

  private static final int DURATION_BYTES = 12;

  private final NumberForm numbers;

  ByteTarget(NumberForm numbers) {
    this.numbers = numbers;
  }

  static boolean isUuid(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Uuid;
  }

  static boolean isDecimal(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal
        || schema.getLogicalType() instanceof LogicalTypes.BigDecimal;
  }

  /**
   * Converts a value for a schema of type bytes or fixed.
   *
   * @throws IllegalArgumentException with the rule that the value breaks
   */
  Object convert(Object value, Schema to) {
    LogicalType logical = to.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return decimal(value, to, decimal);
    }
    if (logical instanceof LogicalTypes.BigDecimal) {
      return new Conversions.BigDecimalConversion().toBytes(number(value), to, logical);
    }
    boolean fixed = to.getType() == Schema.Type.FIXED;
    if (fixed && isUuid(to)) {
      return new GenericData.Fixed(to, uuid(value));
    }
    if (fixed && logical != null && logical.getName().equals("duration")) {
      return new GenericData.Fixed(to, duration(value));
    }
    return fixed ? fixed(value, to) : ByteBuffer.wrap(bytes(value));
  }

  private BigDecimal number(Object value) {
    try {
      return numbers.exact(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a number", e);
    }
  }

  private Object decimal(Object value, Schema to, LogicalTypes.Decimal decimal) {
    BigDecimal number = scaled(number(value), decimal);
    Conversions.DecimalConversion conversion = new Conversions.DecimalConversion();
    try {
      return to.getType() == Schema.Type.FIXED
          ? conversion.toFixed(number, to, decimal)
          : conversion.toBytes(number, to, decimal);
    } catch (AvroRuntimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException("must fit in " + to.getFixedSize() + " bytes", e);
    }
  }

  private static BigDecimal scaled(BigDecimal number, LogicalTypes.Decimal decimal) {
    int digits = decimal.getPrecision() - decimal.getScale();
    // looked at before the number is written out, which of 1e1000000000 would take all memory
    boolean large = number.signum() != 0 && number.precision() - (long) number.scale() > digits;
    if (large) {
      throw new IllegalArgumentException(
          "must have at most " + digits + " digits before the point");
    }
    try {
      return number.signum() == 0
          ? BigDecimal.ZERO.setScale(decimal.getScale())
          : number.setScale(decimal.getScale(), RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "must have at most " + decimal.getScale() + " digits after the point", e);
    }
  }

  /** The text of a UUID as it is, when it is one. */
  static String uuidText(Object value) {
    String text = value.toString().strip();
    if (!UUID_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be a UUID such as 123e4567-e89b-12d3-a456-426614174000");
    }
    return text;
  }

  private static byte[] uuid(Object value) {
    UUID uuid = UUID.fromString(uuidText(value));
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  /** Of the ISO text {@code P1Y2M3DT4H5M6.007S} the months, days and milliseconds. */
  private static byte[] duration(Object value) {
    Matcher parts = DURATION_TEXT.matcher(value.toString().strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("must be a duration such as P1M2DT3.5S");
    }
    try {
      Period period = parts.group(1).isEmpty() ? Period.ZERO : Period.parse("P" + parts.group(1));
      Duration time = parts.group(2) == null ? Duration.ZERO : Duration.parse("P" + parts.group(2));
      if (time.toNanosPart() % 1_000_000 != 0) {
        throw new IllegalArgumentException("must be a duration of whole milliseconds");
      }
      return unsigned(period.toTotalMonths(), period.getDays(), time.toMillis());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("must be a duration such as P1M2DT3.5S", e);
    }
  }

  private static byte[] unsigned(long... parts) {
    ByteBuffer bytes = ByteBuffer.allocate(DURATION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long part : parts) {
      if (part < 0 || part > MAX_UNSIGNED) {
        throw new IllegalArgumentException(
            "must have months, days and milliseconds of 0 to " + MAX_UNSIGNED);
      }
      bytes.putInt((int) part);
    }
    return bytes.array();
  }

  private static GenericData.Fixed fixed(Object value, Schema to) {
    byte[] bytes = bytes(value);
    if (bytes.length != to.getFixedSize()) {
      throw new IllegalArgumentException("must be " + to.getFixedSize() + " bytes as Base64");
    }
    return new GenericData.Fixed(to, bytes);
  }

  private static byte[] bytes(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    if (value instanceof String text) {
      try {
        return Base64.getDecoder().decode(text.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("must be bytes as Base64", e);
      }
    }
    throw new IllegalArgumentException("must be bytes as Base64");
  }
}
