package io.tidemark.wire;

import static io.tidemark.wire.WireFormatTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.avro.UserEvent;
import io.tidemark.registry.Compatibility;
import io.tidemark.registry.CompatibilityLevel;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.registry.RegisteredSchema;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AvroReaderTest {

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroReader<GenericRecord> reader = AvroReader.generic(registry);

  @Test
  void stringsAndMapKeysAreJavaStrings() {
    byte[] value = new AvroWriter(registry, true).write("s", Samples.prediction());

    GenericRecord read = reader.read(value);

    assertThat(read.get("request_id")).isEqualTo("r1");
    assertThat(read.get("raw_features")).isEqualTo(Samples.prediction().getRawFeatures());
  }

  private AvroReader<GenericRecord> resolving(Schema wanted) {
    Schema strings = StringTypes.withJavaStrings(wanted);
    return AvroReader.bound(registry, writer -> new GenericDatumReader<>(writer, strings));
  }

  @Test
  void oldAndNewWritersResolveToTheReaderSchema() {
    Schema old = record("a").requiredString("a").endRecord();
    Schema now = record("a").requiredString("a").optionalDouble("b").endRecord();
    AvroReader<GenericRecord> resolving = resolving(now);

    assertThat(resolving.read(value(old, "02 78")).get("b")).isNull();
    assertThat(resolving.read(value(now, "02 78 02 000000000000f03f")).get("b")).isEqualTo(1.0);
    assertThat(resolving.read(value(old, "02 79")).get("a")).isEqualTo("y");
  }

  @Test
  void widenedTypeResolves() {
    Schema narrow = record("n").requiredInt("n").endRecord();
    Schema wide = record("n").requiredLong("n").endRecord();

    assertThat(resolving(wide).read(value(narrow, "54")).get("n")).isEqualTo(42L);
  }

  @Test
  void unresolvableRecordIsIncompatible() {
    Schema written = record("a").requiredString("a").endRecord();
    Schema wanted = record("a").requiredLong("a").endRecord();

    assertReason(resolving(wanted), value(written, "02 78"), DecodingReason.INCOMPATIBLE);
  }

  @Test
  void unknownIdIsTheRecordsFaultAndNamed() {
    DecodingException failure =
        catchThrowableOfType(DecodingException.class, () -> reader.read(bytes("00 0000002a 02")));

    assertThat(failure.reason()).isEqualTo(DecodingReason.SCHEMA_UNKNOWN);
    assertThat(failure.schemaId()).isEqualTo(OptionalInt.of(42));
  }

  @Test
  void outageIsNotTheRecordsFault() {
    AvroReader<GenericRecord> cutOff = AvroReader.generic(new Outage());

    assertThatThrownBy(() -> cutOff.read(bytes("00 0000002a 02")))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void framesThatAreNoneKeepTheirReason() {
    assertReason(reader, null, DecodingReason.EMPTY);
    assertReason(reader, bytes("7b7d"), DecodingReason.BAD_MAGIC);
    assertReason(reader, bytes("0000"), DecodingReason.TRUNCATED);
  }

  @Test
  void schemaNamedByGuidIsReadFromHeaderAndPayload() {
    int id = registry.register("s", record("a").requiredString("a").endRecord());
    UUID guid = registry.guidOf(id);
    byte[] frame =
        ByteBuffer.allocate(17)
            .put((byte) 1)
            .putLong(guid.getMostSignificantBits())
            .putLong(guid.getLeastSignificantBits())
            .array();

    assertThat(reader.read(bytes("02 78"), frame).get("a")).isEqualTo("x");
    assertThat(reader.read(WireFormat.inPayloadForm(bytes("02 78"), frame)).get("a"))
        .isEqualTo("x");
  }

  @Test
  void unknownGuidIsNamedAndHasNoId() {
    byte[] header = bytes("01 00112233445566778899aabbccddeeff");

    DecodingException failure =
        catchThrowableOfType(DecodingException.class, () -> reader.read(bytes("02"), header));

    assertThat(failure.reason()).isEqualTo(DecodingReason.SCHEMA_UNKNOWN);
    assertThat(failure.schemaId()).isEmpty();
    assertThat(failure).hasMessageContaining("00112233-4455-6677-8899-aabbccddeeff");
  }

  @Test
  void schemaOfAnotherTypeIsNotAnUnknownOne() {
    registry.putOtherType(15, "PROTOBUF");

    DecodingException failure =
        catchThrowableOfType(DecodingException.class, () -> reader.read(bytes("00 0000000f 02")));

    assertThat(failure.reason()).isEqualTo(DecodingReason.SCHEMA_TYPE);
    assertThat(failure).hasMessageContaining("PROTOBUF").hasMessageContaining("id 15");
  }

  @Test
  void idHeaderWithBarePayloadIsRead() {
    registry.register("s", record("a").requiredString("a").endRecord());

    assertThat(reader.read(bytes("02 78"), bytes("00 00000001")).get("a")).isEqualTo("x");
  }

  @Test
  void writerSchemaMustBeARecord() {
    int id = registry.register("s", Schema.create(Schema.Type.STRING));

    assertReason(reader, framed(id, bytes("02 78")), DecodingReason.NOT_A_RECORD);
  }

  @Test
  void hugeLengthsCostNothing() {
    Schema text = record("s").requiredString("s").endRecord();
    Schema binary = record("b").requiredBytes("b").endRecord();

    assertReason(reader, value(text, "feffffff0f"), DecodingReason.CORRUPT);
    assertReason(reader, value(binary, "feffffffffffffffff01"), DecodingReason.CORRUPT);
    assertReason(reader, value(text, "01"), DecodingReason.CORRUPT);
  }

  @Test
  void hugeCountsOfItemsWithoutContentCostNothing() {
    Schema nulls = record("n").name("n").type().array().items().nullType().noDefault().endRecord();

    assertReason(reader, value(nulls, "feffffff0f 00"), DecodingReason.TOO_MANY_ITEMS);
    assertReason(reader, value(nulls, "ffffffffffffffffff01 00"), DecodingReason.TOO_MANY_ITEMS);
    assertThat((Iterable<?>) reader.read(value(nulls, "06 00")).get("n")).hasSize(3);
  }

  @Test
  void blockThatLiesAboutItsSizeIsCorrupt() {
    Schema longs = record("n").name("n").type().array().items().longType().noDefault().endRecord();

    assertThat((Iterable<?>) reader.read(value(longs, "03 04 02 04 00")).get("n")).hasSize(2);
    assertReason(reader, value(longs, "03 06 02 04 00"), DecodingReason.CORRUPT);
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackIs() {
    Schema list =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Node",
                 "fields": [{"name": "next", "type": ["null", "Node"]}]}\
                """);
    int id = registry.register("s", list);
    byte[] deep = new byte[1_000_000];
    Arrays.fill(deep, (byte) 2);
    deep[deep.length - 1] = 0;

    assertReason(reader, framed(id, deep), DecodingReason.TOO_DEEP);
    assertThat(reader.read(framed(id, bytes("02 02 00"))).toString()).contains("next");
  }

  @Test
  void trailingBytesAreAnError() {
    assertReason(
        reader,
        value(record("a").requiredString("a").endRecord(), "02 78 00"),
        DecodingReason.TRAILING_BYTES);
  }

  @Test
  void impossibleValuesAreCorrupt() {
    Schema bool = record("b").requiredBoolean("b").endRecord();
    Schema union = record("u").optionalLong("u").endRecord();
    Schema symbol =
        record("e").name("e").type().enumeration("E").symbols("A").noDefault().endRecord();
    Schema number = record("i").requiredInt("i").endRecord();

    assertReason(reader, value(bool, "02"), DecodingReason.CORRUPT);
    assertReason(reader, value(union, "04"), DecodingReason.CORRUPT);
    assertReason(reader, value(union, "01"), DecodingReason.CORRUPT);
    assertReason(reader, value(symbol, "02"), DecodingReason.CORRUPT);
    assertReason(reader, value(number, "8080808080 00"), DecodingReason.CORRUPT);
    assertReason(reader, value(number, ""), DecodingReason.CORRUPT);
  }

  @Test
  void limitsAreTheCallers() {
    Schema longs = record("n").name("n").type().array().items().longType().noDefault().endRecord();
    byte[] value = value(longs, "08 02 04 06 08 00");

    assertReason(
        reader.withLimits(new DecodingLimits(8, 64, 100)), value, DecodingReason.TOO_LARGE);
    assertReason(
        reader.withLimits(new DecodingLimits(100, 64, 3)), value, DecodingReason.TOO_MANY_ITEMS);
    assertReason(
        reader.withLimits(new DecodingLimits(100, 2, 100)), value, DecodingReason.TOO_DEEP);
    assertThat(reader.withLimits(new DecodingLimits(100, 3, 4)).read(value)).isNotNull();
  }

  @Test
  void recordOfAnotherNameIsRefusedWhereTheNameCounts() {
    Schema other = record("n").name("n").type().longType().noDefault().endRecord();
    byte[] value = value(other, "02");

    assertThat(reader.ofName("R_n").read(value).get("n")).isEqualTo(1L);
    assertReason(reader.ofName("R_m"), value, DecodingReason.INCOMPATIBLE);
  }

  @Test
  void failureNamesTheField() {
    registry.register("s", UserEvent.getClassSchema());

    assertThatThrownBy(() -> reader.read(framed(1, bytes("02 78 ff"))))
        .hasMessageContaining("in field user_id")
        .hasMessageContaining("schema id 1");
  }

  /** A registry that cannot be reached. */
  private static final class Outage implements SchemaRegistry {
    @Override
    public int register(String subject, Schema schema) {
      throw outage();
    }

    @Override
    public Schema schemaById(int id) {
      throw outage();
    }

    @Override
    public Schema schemaByGuid(UUID guid) {
      throw outage();
    }

    @Override
    public RegisteredSchema latest(String subject) {
      throw outage();
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
      throw outage();
    }

    @Override
    public Compatibility checkCompatibility(String subject, Schema schema) {
      throw outage();
    }

    @Override
    public void setCompatibility(String subject, CompatibilityLevel level) {
      throw outage();
    }

    @Override
    public int idOf(String subject, Schema schema) {
      throw outage();
    }

    @Override
    public void close() {}

    private static RegistryUnavailableException outage() {
      return new RegistryUnavailableException("away", 0, 0, null);
    }
  }

  private static SchemaBuilder.FieldAssembler<Schema> record(String name) {
    return SchemaBuilder.record("R_" + name).fields();
  }

  private byte[] value(Schema schema, String payload) {
    return framed(registry.register(schema.toString(), schema), bytes(payload));
  }

  static byte[] framed(int id, byte[] payload) {
    byte[] frame = WireFormat.frame(id);
    byte[] value = Arrays.copyOf(frame, frame.length + payload.length);
    System.arraycopy(payload, 0, value, frame.length, payload.length);
    return value;
  }

  private static void assertReason(AvroReader<?> reader, byte[] value, DecodingReason reason) {
    DecodingException failure =
        catchThrowableOfType(DecodingException.class, () -> reader.read(value));
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
  }
}
