package io.tidemark.event.avro;

import io.tidemark.event.FieldType.Kind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;

/**
 * A type a producer may write, one value of it as it is written, and what that value was meant to
 * be, told without the code under test.
 *
 * @param name as the page of types has it
 * @param json the type
 * @param kind what an expression sees
 * @param written makes the value, from the parsed type
 * @param meant the value as a field
 */
public record WrittenType(
    String name, String json, Kind kind, Function<Schema, Object> written, Object meant) {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant MILLI = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Instant MICRO = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Instant NANO = Instant.parse("2026-03-01T10:00:00.123456789Z");
  private static final byte[] SIXTEEN = sixteen();
  private static final String UUID = "00010203-0405-0607-0809-0a0b0c0d0e0f";

  public static final List<WrittenType> ALL =
      List.of(
          plain("boolean", "\"boolean\"", Kind.BOOL, true, true),
          plain("int", "\"int\"", Kind.INT, 7, 7L),
          plain("long", "\"long\"", Kind.INT, 1L << 40, 1L << 40),
          plain("float", "\"float\"", Kind.DOUBLE, 0.5f, 0.5),
          plain("double", "\"double\"", Kind.DOUBLE, 2.25, 2.25),
          plain("string", "\"string\"", Kind.STRING, "Café", "Café"),
          plain("bytes", "\"bytes\"", Kind.BYTES, buffer("Café"), utf8("Café")),
          new WrittenType(
              "enum",
              "{'type': 'enum', 'name': 'Status', 'symbols': ['PLACED', 'PAID']}",
              Kind.STRING,
              schema -> new GenericData.EnumSymbol(schema, "PAID"),
              "PAID"),
          new WrittenType(
              "fixed",
              "{'type': 'fixed', 'name': 'F', 'size': 2}",
              Kind.BYTES,
              schema -> new GenericData.Fixed(schema, utf8("ab")),
              utf8("ab")),
          plain(
              "decimal on bytes",
              "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 14, 'scale': 4}",
              Kind.DOUBLE,
              ByteBuffer.wrap(new BigDecimal("12.3400").unscaledValue().toByteArray()),
              12.34),
          new WrittenType(
              "decimal on fixed",
              "{'type': 'fixed', 'name': 'D', 'size': 4, 'logicalType': 'decimal',"
                  + " 'precision': 9, 'scale': 2}",
              Kind.DOUBLE,
              schema -> new GenericData.Fixed(schema, new byte[] {-1, -1, -5, 46}),
              -12.34),
          plain(
              "big-decimal",
              logical("bytes", "big-decimal"),
              Kind.DOUBLE,
              bigDecimal("12.345678"),
              12.345678),
          plain(
              "uuid on string",
              "{'type': 'string', 'logicalType': 'uuid'}",
              Kind.STRING,
              UUID,
              UUID),
          new WrittenType(
              "uuid on fixed",
              "{'type': 'fixed', 'name': 'U', 'size': 16, 'logicalType': 'uuid'}",
              Kind.STRING,
              schema -> new GenericData.Fixed(schema, SIXTEEN),
              UUID),
          plain("date", logical("int", "date"), Kind.TIMESTAMP, 20_513, DAY),
          plain("time-millis", logical("int", "time-millis"), Kind.INT, 36_000_123, 36_000_123L),
          plain(
              "time-micros",
              logical("long", "time-micros"),
              Kind.INT,
              36_000_123_456L,
              36_000_123_456L),
          time("timestamp-millis", MILLI.toEpochMilli(), MILLI),
          time("timestamp-micros", MILLI.toEpochMilli() * 1_000 + 456, MICRO),
          time("timestamp-nanos", MILLI.toEpochMilli() * 1_000_000 + 456_789, NANO),
          time("local-timestamp-millis", MILLI.toEpochMilli(), MILLI),
          time("local-timestamp-micros", MILLI.toEpochMilli() * 1_000 + 456, MICRO),
          time("local-timestamp-nanos", MILLI.toEpochMilli() * 1_000_000 + 456_789, NANO),
          new WrittenType(
              "duration",
              "{'type': 'fixed', 'name': 'L', 'size': 12, 'logicalType': 'duration'}",
              Kind.BYTES,
              schema -> new GenericData.Fixed(schema, Arrays.copyOf(SIXTEEN, 12)),
              Arrays.copyOf(SIXTEEN, 12)),
          plain(
              "array",
              "{'type': 'array', 'items': 'int'}",
              Kind.LIST,
              List.of(1, 2),
              List.of(1L, 2L)),
          plain(
              "map",
              "{'type': 'map', 'values': 'double'}",
              Kind.MAP,
              Map.of("a", 0.5),
              Map.of("a", 0.5)),
          new WrittenType(
              "record",
              "{'type': 'record', 'name': 'R', 'fields': [{'name': 'city', 'type': 'string'}]}",
              Kind.RECORD,
              schema -> new GenericRecordBuilder(schema).set("city", "Oslo").build(),
              "Oslo"),
          plain("null", "\"null\"", Kind.DYNAMIC, null, null),
          plain("union of several", "['int', 'string']", Kind.DYNAMIC, "x", "x"));

  private static WrittenType plain(
      String name, String json, Kind kind, Object written, Object meant) {
    return new WrittenType(name, json, kind, schema -> written, meant);
  }

  private static WrittenType time(String name, long written, Instant meant) {
    return plain(name, logical("long", name), Kind.TIMESTAMP, written, meant);
  }

  private static String logical(String type, String logical) {
    return "{'type': '%s', 'logicalType': '%s'}".formatted(type, logical);
  }

  /** The unscaled number as bytes with their length, and the scale, as Avro's format says. */
  private static ByteBuffer bigDecimal(String text) {
    BigDecimal exact = new BigDecimal(text);
    byte[] unscaled = exact.unscaledValue().toByteArray();
    return ByteBuffer.allocate(unscaled.length + 2)
        .put((byte) (unscaled.length * 2))
        .put(unscaled)
        .put((byte) (exact.scale() * 2))
        .flip();
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sixteen() {
    byte[] bytes = new byte[16];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** The type, parsed. */
  Schema schema() {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  /** The value as a producer's Avro has it. */
  Object value() {
    return written.apply(schema());
  }

  @Override
  public String toString() {
    return name;
  }
}
