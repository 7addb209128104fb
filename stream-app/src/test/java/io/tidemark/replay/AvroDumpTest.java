package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump of every type out and in again equals itself, whatever its codec. */
class AvroDumpTest {
  private static final String FIELDS =
      """
      {"name": "flag", "type": "boolean"},
      {"name": "i", "type": "int"}, {"name": "l", "type": "long"},
      {"name": "f", "type": "float"}, {"name": "d", "type": "double"},
      {"name": "text", "type": "string"}, {"name": "empty", "type": ["null", "string"]},
      {"name": "raw", "type": "bytes"},
      {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 3}},
      {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
      {"name": "price",
       "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}},
      {"name": "total", "type": {"type": "fixed", "name": "Total", "size": 6,
        "logicalType": "decimal", "precision": 12, "scale": 4}},
      {"name": "exact", "type": {"type": "bytes", "logicalType": "big-decimal"}},
      {"name": "day", "type": {"type": "int", "logicalType": "date"}},
      {"name": "tms", "type": {"type": "int", "logicalType": "time-millis"}},
      {"name": "tus", "type": {"type": "long", "logicalType": "time-micros"}},
      {"name": "ams", "type": {"type": "long", "logicalType": "timestamp-millis"}},
      {"name": "aus", "type": {"type": "long", "logicalType": "timestamp-micros"}},
      {"name": "ans", "type": {"type": "long", "logicalType": "timestamp-nanos"}},
      {"name": "lms", "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
      {"name": "lus", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
      {"name": "lns", "type": {"type": "long", "logicalType": "local-timestamp-nanos"}},
      {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
      {"name": "fid",
       "type": {"type": "fixed", "name": "Id", "size": 16, "logicalType": "uuid"}},
      {"name": "age",
       "type": {"type": "fixed", "name": "Age", "size": 12, "logicalType": "duration"}},
      {"name": "list", "type": {"type": "array", "items": ["null", "int"]}},
      {"name": "map", "type": {"type": "map", "values": {"type": "long",
        "logicalType": "timestamp-micros"}}},
      {"name": "inner", "type": ["null", {"type": "record", "name": "Inner", "fields": [
        {"name": "cents",
         "type": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}},
        {"name": "next", "type": ["null", "Inner"], "default": null}]}]},
      {"name": "any", "type": ["null", "int", "long", "float", "double", "string", "boolean",
        "Kind", "Hash", {"type": "record", "name": "Other", "fields": []}]}
      """;

  private static final Schema SCHEMA = schema(FIELDS);

  /** The same fields and one more, so that the schemas of the fields alone are equal. */
  private static final Schema WIDER =
      schema(FIELDS + ", {\"name\": \"more\", \"type\": [\"null\", \"int\"], \"default\": null}");

  @TempDir private Path folder;

  private static Schema schema(String fields) {
    return new Schema.Parser()
        .parse("{\"type\": \"record\", \"name\": \"All\", \"fields\": [" + fields + "]}");
  }

  private static Schema type(String field) {
    return MappingCheck.withoutNull(SCHEMA.getField(field).schema());
  }

  private static GenericRecord record(Object any, long at) {
    GenericData.Record record = new GenericData.Record(SCHEMA);
    byte[] bytes = {0, -1, (byte) 0xC3};
    Object[] values = {
      true,
      -7,
      1L << 60,
      0.1f,
      0.1,
      "Café",
      "",
      ByteBuffer.wrap(bytes),
      new GenericData.Fixed(type("hash"), bytes),
      new GenericData.EnumSymbol(type("kind"), "B"),
      decimal("12.30", "price"),
      fixed("-1234.5678", "total"),
      bigDecimal("1.2300"),
      -1,
      86_399_999,
      86_399_999_999L,
      at,
      at,
      at,
      at,
      at,
      at,
      "123e4567-e89b-12d3-a456-426614174000",
      new GenericData.Fixed(type("fid"), new byte[16]),
      new GenericData.Fixed(type("age"), new byte[] {1, 0, 0, 0, 2, 0, 0, 0, -1, -1, -1, -1}),
      new ArrayList<>(List.of(1, 2)),
      Map.of("k", at),
      inner(inner(null)),
      any
    };
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return record;
  }

  private static GenericData.Record inner(GenericData.Record next) {
    GenericData.Record inner = new GenericData.Record(type("inner"));
    inner.put("cents", decimal("-0.05", "price"));
    inner.put("next", next);
    return inner;
  }

  private static ByteBuffer decimal(String number, String field) {
    return new Conversions.DecimalConversion()
        .toBytes(new BigDecimal(number), type(field), type(field).getLogicalType());
  }

  private static Object fixed(String number, String field) {
    return new Conversions.DecimalConversion()
        .toFixed(new BigDecimal(number), type(field), type(field).getLogicalType());
  }

  private static ByteBuffer bigDecimal(String number) {
    return new Conversions.BigDecimalConversion()
        .toBytes(new BigDecimal(number), type("exact"), type("exact").getLogicalType());
  }

  private static List<GenericRecord> records() {
    List<GenericRecord> records = new ArrayList<>();
    Schema union = SCHEMA.getField("any").schema();
    Object[] branches = {
      null,
      1,
      1L,
      1f,
      1.0,
      "1",
      true,
      new GenericData.EnumSymbol(type("kind"), "A"),
      new GenericData.Fixed(type("hash"), new byte[] {1, 2, 3}),
      new GenericData.Record(union.getTypes().get(union.getIndexNamed("Other")))
    };
    long at = -1_234_567;
    for (Object branch : branches) {
      records.add(record(branch, at++));
    }
    return records;
  }

  private Path dump(List<GenericRecord> records, CodecFactory codec) throws IOException {
    Path file = folder.resolve("dump.avro");
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
      writer.setCodec(codec).create(SCHEMA, file.toFile());
      for (GenericRecord record : records) {
        writer.append(record);
      }
    }
    return file;
  }

  private static List<GenericRecord> replay(Path file, Schema target) throws IOException {
    List<GenericRecord> read = new ArrayList<>();
    try (RowReader rows = RowReader.open(file, RowFormat.of(file), FileForm.DEFAULT)) {
      RecordMapping mapping = new RecordMapping(MappingSpec.EMPTY, target, rows.columns());
      while (rows.hasNext()) {
        read.add(mapping.map(rows.next()).orElseThrow().value());
      }
      assertThat(mapping.remarks().count(Remarks.Remark.CUT_TIME)).isZero();
    }
    return read;
  }

  private static byte[] encoded(GenericRecord record) throws IOException {
    return encoded(record, record.getSchema());
  }

  private static byte[] encoded(Object value, Schema schema) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2", "xz"})
  void dumpOfEveryTypeEqualsItselfAfterReplay(String codec) throws IOException {
    List<GenericRecord> records = records();
    List<GenericRecord> read = replay(dump(records, CodecFactory.fromString(codec)), SCHEMA);
    assertThat(read).hasSameSizeAs(records);
    for (int i = 0; i < records.size(); i++) {
      assertThat(encoded(read.get(i))).as("record %d", i).isEqualTo(encoded(records.get(i)));
    }
  }

  @Test
  void fieldsOfEqualTypeAreKeptInAnotherRecord() throws IOException {
    List<GenericRecord> records = records();
    List<GenericRecord> read = replay(dump(records, CodecFactory.nullCodec()), WIDER);
    for (int i = 0; i < records.size(); i++) {
      for (Schema.Field field : SCHEMA.getFields()) {
        assertThat(encoded(read.get(i).get(field.name()), field.schema()))
            .as("%s of record %d", field.name(), i)
            .isEqualTo(encoded(records.get(i).get(field.pos()), field.schema()));
      }
    }
  }

  /** By their plain values, as into a schema that names things otherwise. */
  @Test
  void everyTypeSurvivesItsPlainForm() throws IOException {
    String others = FIELDS.replace("\"type\": \"boolean\"}", "\"type\": [\"null\", \"boolean\"]}");
    for (String name : List.of("Hash", "Kind", "Total", "Id", "Age", "Inner", "Other")) {
      others = others.replace("\"" + name + "\"", "\"To" + name + "\"");
    }
    List<GenericRecord> records = records().subList(2, 3);
    Schema target =
        schema(others.replace("\"timestamp-millis\"", "\"timestamp-millis\", \"p\": 1"));
    GenericRecord read = replay(dump(records, CodecFactory.nullCodec()), target).get(0);
    assertThat(GenericData.get().validate(target, read)).isTrue();
    for (Schema.Field field : target.getFields()) {
      assertThat(PlainValues.of(read.get(field.pos()), field.schema()))
          .as(field.name())
          .isEqualTo(
              PlainValues.of(
                  records.get(0).get(field.pos()), SCHEMA.getField(field.name()).schema()));
    }
  }

  @Test
  void corruptBlockEndsTheReadingWhateverBreaks() throws IOException {
    Path file = dump(records(), CodecFactory.nullCodec());
    byte[] bytes = Files.readAllBytes(file);
    for (int at = SCHEMA.toString().length(); at < bytes.length; at += 7) {
      byte[] broken = bytes.clone();
      broken[at] ^= 0x55;
      Files.write(file, broken);
      try {
        replay(file, SCHEMA);
      } catch (RowException e) {
        assertThat(e).as("byte %d", at).hasMessageMatching("(?i).*avro.*");
      }
    }
  }
}
