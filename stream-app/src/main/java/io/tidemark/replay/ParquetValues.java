package io.tidemark.replay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.JulianFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Parquet data in the plain Java types of a {@link Row}, by the logical types of the format's
 * specification. Not thread-safe.
 */
final class ParquetValues {
  private boolean malformed;

  /** Whether a text of what was read last held bytes that are no UTF-8; asking forgets it. */
  boolean sawMalformedText() {
    boolean saw = malformed;
    malformed = false;
    return saw;
  }

  /** Whether a group is what a program calls a record, and not a list or a map. */
  static boolean isRecord(Type group) {
    return !isList(group) && !isMap(group) && !group.isRepetition(Type.Repetition.REPEATED);
  }

  private static boolean isList(Type type) {
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
  }

  private static boolean isMap(Type type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return logical instanceof MapLogicalTypeAnnotation
        || logical instanceof MapKeyValueTypeAnnotation;
  }

  /** The members of a record, in the order of its schema. */
  Map<String, Object> members(Group record) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Type field : record.getType().getFields()) {
      members.put(field.getName(), field(record, field));
    }
    return members;
  }

  private Object field(Group record, Type field) {
    int index = record.getType().getFieldIndex(field.getName());
    int count = record.getFieldRepetitionCount(index);
    if (field.isRepetition(Type.Repetition.REPEATED)) {
      List<Object> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(value(record, field, index, i));
      }
      return all;
    }
    return count == 0 ? null : value(record, field, index, 0);
  }

  private Object value(Group record, Type field, int index, int at) {
    if (field.isPrimitive()) {
      return primitive(record, field, index, at);
    }
    Group group = record.getGroup(index, at);
    if (isList(field)) {
      return list(group);
    }
    return isMap(field) ? map(group) : members(group);
  }

  /** By the specification's rules for lists, those of older writers included. */
  private List<Object> list(Group list) {
    Type repeated = list.getType().getType(0);
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      Object element = value(list, repeated, 0, i);
      elements.add(
          isWrapper(list.getType(), repeated)
              ? ((Map<?, ?>) element).values().iterator().next()
              : element);
    }
    return elements;
  }

  private static boolean isWrapper(GroupType list, Type repeated) {
    return !repeated.isPrimitive()
        && repeated.asGroupType().getFieldCount() == 1
        && !repeated.getName().equals("array")
        && !repeated.getName().equals(list.getName() + "_tuple");
  }

  private Map<String, Object> map(Group map) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      List<Type> fields = entry.getType().getFields();
      Object value = fields.size() < 2 ? null : field(entry, fields.get(1));
      entries.put(String.valueOf(field(entry, fields.get(0))), value);
    }
    return entries;
  }

  private Object primitive(Group record, Type field, int index, int at) {
    LogicalTypeAnnotation logical = field.getLogicalTypeAnnotation();
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> record.getBoolean(index, at);
      case FLOAT -> (double) record.getFloat(index, at);
      case DOUBLE -> record.getDouble(index, at);
      case INT32 -> whole(record.getInteger(index, at), logical);
      case INT64 -> whole(record.getLong(index, at), logical);
      case INT96 -> instant(NanoTime.fromBinary(record.getInt96(index, at)));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          bytes(record.getBinary(index, at), field.asPrimitiveType());
    };
  }

  /** Of writers before the specification had times: a Julian day, and nanoseconds in it. */
  private static Instant instant(NanoTime time) {
    return LocalDate.EPOCH
        .with(JulianFields.JULIAN_DAY, time.getJulianDay())
        .atStartOfDay()
        .plusNanos(time.getTimeOfDayNanos())
        .toInstant(ZoneOffset.UTC);
  }

  private static Object whole(long value, LogicalTypeAnnotation logical) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value);
    }
    if (logical instanceof TimeLogicalTypeAnnotation time) {
      return LocalTime.MIDNIGHT.plus(value, unit(time.getUnit()));
    }
    if (logical instanceof TimestampLogicalTypeAnnotation time) {
      Instant instant = Instant.EPOCH.plus(value, unit(time.getUnit()));
      return time.isAdjustedToUTC() ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale());
    }
    boolean unsigned = logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
    return unsigned ? unsigned(value, ((IntLogicalTypeAnnotation) logical).getBitWidth()) : value;
  }

  private static Object unsigned(long value, int bits) {
    if (bits < Long.SIZE) {
      return value & (1L << bits) - 1;
    }
    return value >= 0 ? (Object) value : new BigDecimal(Long.toUnsignedString(value));
  }

  private static ChronoUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  private Object bytes(Binary value, PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    ByteBuffer bytes = ByteBuffer.wrap(value.getBytes());
    if (logical instanceof StringLogicalTypeAnnotation
        || logical instanceof EnumLogicalTypeAnnotation
        || logical instanceof JsonLogicalTypeAnnotation) {
      return text(bytes);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(new BigInteger(bytes.array()), decimal.getScale());
    }
    if (logical instanceof UUIDLogicalTypeAnnotation) {
      return new UUID(bytes.getLong(0), bytes.getLong(Long.BYTES)).toString();
    }
    if (logical instanceof IntervalLogicalTypeAnnotation) {
      return PlainValues.durationText(bytes);
    }
    return logical instanceof Float16LogicalTypeAnnotation
        ? (Object) Double.valueOf(type.stringifier().stringify(value))
        : bytes;
  }

  private String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      malformed = true;
      return escaped(bytes);
    }
  }

  /** What is no text stays to be seen, so that the row is refused and can be shown. */
  private static String escaped(ByteBuffer bytes) {
    try (TextInput text =
            new TextInput(new ByteArrayInputStream(bytes.array()), StandardCharsets.UTF_8);
        StringWriter all = new StringWriter()) {
      text.transferTo(all);
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
