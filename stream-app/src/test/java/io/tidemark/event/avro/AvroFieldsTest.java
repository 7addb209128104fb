package io.tidemark.event.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.FieldType;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.event.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroFieldsTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Everything", "namespace": "test", "fields": [
                {"name": "flag", "type": "boolean"},
                {"name": "small", "type": "int"},
                {"name": "big", "type": "long"},
                {"name": "narrow", "type": "float"},
                {"name": "wide", "type": "double"},
                {"name": "text", "type": "string"},
                {"name": "raw", "type": "bytes"},
                {"name": "colour", "type": {"type": "enum", "name": "C", "symbols": ["RED"]}},
                {"name": "four", "type": {"type": "fixed", "name": "F", "size": 4}},
                {"name": "millis", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "micros", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "local",
                 "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "price", "type": {"type": "bytes", "logicalType": "decimal",
                 "precision": 9, "scale": 2}},
                {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
                {"name": "maybe", "type": ["null", "int"]},
                {"name": "tags", "type": {"type": "array", "items": ["null", "string"]}},
                {"name": "mixed", "type": {"type": "map",
                 "values": ["null", "boolean", "long", "double", "string"]}},
                {"name": "address", "type": ["null", {"type": "record", "name": "Address",
                 "fields": [{"name": "city", "type": "string"}]}]},
                {"name": "parent", "type": ["null", "Everything"], "default": null}
              ]}
              """);
  private static final AvroLayout LAYOUT = AvroLayout.of(SCHEMA);
  private static final RecordType TYPE = AvroTypes.recordType(SCHEMA);
  private static final Fields FIELDS = LAYOUT.fields(decoded());

  private static GenericRecord decoded() {
    Schema address = SCHEMA.getField("address").schema().getTypes().get(1);
    GenericRecord record =
        new GenericRecordBuilder(SCHEMA)
            .set("flag", true)
            .set("small", 7)
            .set("big", 1L << 40)
            .set("narrow", 0.5f)
            .set("wide", 2.25)
            .set("text", "ü")
            .set("raw", ByteBuffer.wrap(new byte[] {1, 2}))
            .set("colour", new GenericData.EnumSymbol(SCHEMA.getField("colour").schema(), "RED"))
            .set(
                "four",
                new GenericData.Fixed(SCHEMA.getField("four").schema(), new byte[] {1, 2, 3, 4}))
            .set("millis", 1_500L)
            .set("micros", -1L)
            .set("local", 2_000L)
            .set("day", 1)
            .set("price", ByteBuffer.wrap(new BigDecimal("-12.34").unscaledValue().toByteArray()))
            .set("id", "c0ffee00-0000-0000-0000-000000000000")
            .set("maybe", null)
            .set("tags", Arrays.asList("a", null))
            .set("mixed", Map.of("n", 5L, "s", "x", "d", 0.5, "b", true))
            .set("address", new GenericRecordBuilder(address).set("city", "Oslo").build())
            .build();
    record.put("parent", new GenericData.Record((GenericData.Record) record, true));
    return roundTrip(record);
  }

  /** Through Avro's encoding, so that strings and symbols arrive as a reader delivers them. */
  private static GenericRecord roundTrip(GenericRecord record) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
      encoder.flush();
      var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
      return new GenericDatumReader<GenericRecord>(SCHEMA).read(null, decoder);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "flag, BOOL",
    "small, INT",
    "big, INT",
    "narrow, DOUBLE",
    "wide, DOUBLE",
    "text, STRING",
    "raw, BYTES",
    "colour, STRING",
    "four, BYTES",
    "millis, TIMESTAMP",
    "micros, TIMESTAMP",
    "local, TIMESTAMP",
    "day, TIMESTAMP",
    "price, DOUBLE",
    "id, STRING",
    "maybe, INT",
    "tags, LIST",
    "mixed, MAP",
    "address, RECORD",
    "parent, DYNAMIC",
  })
  void kindOfEachAvroType(String name, Kind kind) {
    assertThat(TYPE.fields().get(name).kind()).isEqualTo(kind);
  }

  @Test
  void typesKeepOrderNullabilityAndNesting() {
    RecordType type = AvroTypes.recordType(SCHEMA);
    assertThat(type).isEqualTo(TYPE);
    assertThat(type.name()).isEqualTo("test.Everything");
    assertThat(type.fields().keySet()).startsWith("flag", "small", "big").endsWith("parent");
    assertThat(type.fields().get("maybe")).isEqualTo(FieldType.of(Kind.INT).orNull());
    assertThat(type.fields().get("small").nullable()).isFalse();
    assertThat(type.fields().get("tags").element()).isEqualTo(FieldType.of(Kind.STRING).orNull());
    assertThat(type.fields().get("mixed").element()).isEqualTo(FieldType.of(Kind.DYNAMIC).orNull());
    assertThat(type.fields().get("address").fields()).containsOnlyKeys("city");
    assertThat(type.fields().get("address").nullable()).isTrue();
  }

  @Test
  void valuesArriveInPlainJavaTypes() {
    assertThat(FIELDS.get("flag")).isEqualTo(true);
    assertThat(FIELDS.get("small")).isEqualTo(7L);
    assertThat(FIELDS.get("big")).isEqualTo(1L << 40);
    assertThat(FIELDS.get("narrow")).isEqualTo(0.5);
    assertThat(FIELDS.get("wide")).isEqualTo(2.25);
    assertThat(FIELDS.get("text")).isEqualTo("ü");
    assertThat(FIELDS.get("raw")).isEqualTo(new byte[] {1, 2});
    assertThat(FIELDS.get("colour")).isEqualTo("RED");
    assertThat(FIELDS.get("four")).isEqualTo(new byte[] {1, 2, 3, 4});
    assertThat(FIELDS.get("price")).isEqualTo(-12.34);
    assertThat(FIELDS.get("id")).isEqualTo("c0ffee00-0000-0000-0000-000000000000");
    assertThat(FIELDS.get("maybe")).isNull();
    assertThat(FIELDS.get("no_such_field")).isNull();
  }

  @Test
  void timesArriveAsInstants() {
    assertThat(FIELDS.get("millis")).isEqualTo(Instant.ofEpochMilli(1_500));
    assertThat(FIELDS.get("micros")).isEqualTo(Instant.EPOCH.minusNanos(1_000));
    assertThat(FIELDS.get("local")).isEqualTo(Instant.ofEpochSecond(2));
    assertThat(FIELDS.get("day")).isEqualTo(Instant.parse("1970-01-02T00:00:00Z"));
  }

  @Test
  void containersAreConvertedThroughout() {
    assertThat(FIELDS.get("tags")).isEqualTo(Arrays.asList("a", null));
    assertThat(FIELDS.get("mixed")).isEqualTo(Map.of("n", 5L, "s", "x", "d", 0.5, "b", true));
    assertThat(((Fields) FIELDS.get("address")).get("city")).isEqualTo("Oslo");
    Fields parent = (Fields) FIELDS.get("parent");
    assertThat(parent.get("small")).isEqualTo(7L);
    assertThat(parent.get("parent")).isNull();
  }

  @Test
  void readingTwiceGivesTheSame() {
    assertThat(FIELDS.get("raw")).isSameAs(FIELDS.get("raw"));
  }

  @Test
  void valuesThatAvroConvertedItselfAreTaken() {
    GenericRecord converted = decoded();
    converted.put("millis", Instant.EPOCH);
    converted.put("local", java.time.LocalDateTime.parse("1970-01-01T00:00:01"));
    converted.put("day", java.time.LocalDate.parse("1970-01-03"));
    converted.put("price", new BigDecimal("5.50"));
    Fields fields = LAYOUT.fields(converted);
    assertThat(List.of(fields.get("millis"), fields.get("local"), fields.get("day")))
        .containsExactly(
            Instant.EPOCH, Instant.ofEpochSecond(1), Instant.ofEpochSecond(2 * 86_400));
    assertThat(fields.get("price")).isEqualTo(5.5);
  }

  @Test
  void onlyRecordsHaveFields() {
    assertThatThrownBy(() -> AvroTypes.recordType(Schema.create(Schema.Type.LONG)))
        .hasMessage("Schema long is a LONG, must be a record");
  }
}
