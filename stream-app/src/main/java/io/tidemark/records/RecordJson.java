package io.tidemark.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * A decoded record as JSON in the form that {@code tidemark replay} reads: times in ISO 8601,
 * decimals as numbers, bytes in Base64. Stateless.
 */
public final class RecordJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  private RecordJson() {}

  /** The record, every field by its name. */
  public static ObjectNode of(IndexedRecord record) {
    ObjectNode node = JSON.objectNode();
    for (Schema.Field field : record.getSchema().getFields()) {
      node.set(field.name(), value(field.schema(), record.get(field.pos())));
    }
    return node;
  }

  private static JsonNode value(Schema schema, Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    return switch (schema.getType()) {
      case UNION -> value(branch(schema, value), value);
      case RECORD -> of((IndexedRecord) value);
      case ARRAY -> array(schema.getElementType(), (Collection<?>) value);
      case MAP -> map(schema.getValueType(), (Map<?, ?>) value);
      case INT, LONG -> whole(schema.getLogicalType(), ((Number) value).longValue());
      case FLOAT -> JSON.numberNode((Float) value);
      case DOUBLE -> JSON.numberNode((Double) value);
      case BOOLEAN -> JSON.booleanNode((Boolean) value);
      case BYTES -> bytes(schema.getLogicalType(), bytes((ByteBuffer) value));
      case FIXED -> bytes(schema.getLogicalType(), ((GenericFixed) value).bytes());
      case STRING, ENUM -> JSON.textNode(value.toString());
      case NULL -> JSON.nullNode();
    };
  }

  private static Schema branch(Schema union, Object value) {
    return union.getTypes().get(GenericData.get().resolveUnion(union, value));
  }

  private static JsonNode array(Schema element, Collection<?> values) {
    ArrayNode node = JSON.arrayNode();
    values.forEach(value -> node.add(value(element, value)));
    return node;
  }

  private static JsonNode map(Schema element, Map<?, ?> values) {
    ObjectNode node = JSON.objectNode();
    values.forEach((key, value) -> node.set(key.toString(), value(element, value)));
    return node;
  }

  /** The number where it is a time that no calendar has. */
  private static JsonNode whole(LogicalType type, long number) {
    try {
      String text = type == null ? null : time(type.getName(), number);
      return text == null ? JSON.numberNode(number) : JSON.textNode(text);
    } catch (DateTimeException | ArithmeticException e) {
      return JSON.numberNode(number);
    }
  }

  private static String time(String type, long number) {
    return switch (type) {
      case "date" -> LocalDate.ofEpochDay(number).toString();
      case "time-millis" -> LocalTime.MIDNIGHT.plus(number, ChronoUnit.MILLIS).toString();
      case "time-micros" -> LocalTime.MIDNIGHT.plus(number, ChronoUnit.MICROS).toString();
      case "timestamp-millis" -> instant(number, ChronoUnit.MILLIS).toString();
      case "timestamp-micros" -> instant(number, ChronoUnit.MICROS).toString();
      case "timestamp-nanos" -> instant(number, ChronoUnit.NANOS).toString();
      case "local-timestamp-millis" -> local(number, ChronoUnit.MILLIS);
      case "local-timestamp-micros" -> local(number, ChronoUnit.MICROS);
      case "local-timestamp-nanos" -> local(number, ChronoUnit.NANOS);
      default -> null;
    };
  }

  private static Instant instant(long number, ChronoUnit unit) {
    return Instant.EPOCH.plus(number, unit);
  }

  private static String local(long number, ChronoUnit unit) {
    return LocalDateTime.ofInstant(instant(number, unit), ZoneOffset.UTC).toString();
  }

  private static JsonNode bytes(LogicalType type, byte[] bytes) {
    return type instanceof LogicalTypes.Decimal decimal && bytes.length > 0
        ? JSON.numberNode(new BigDecimal(new BigInteger(bytes), decimal.getScale()))
        : JSON.textNode(Base64.getEncoder().encodeToString(bytes));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}
