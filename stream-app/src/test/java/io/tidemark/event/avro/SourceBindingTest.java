package io.tidemark.event.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.Fields;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import io.tidemark.wire.DecodingException;
import io.tidemark.wire.DecodingReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a writer's record means, whatever schema definitions were checked against. */
class SourceBindingTest {
  static final List<WrittenType> TYPES = WrittenType.ALL;

  private final SchemaRegistry registry = new InMemorySchemaRegistry();
  private final List<String> absent = new ArrayList<>();

  @ParameterizedTest
  @FieldSource("TYPES")
  void everyTypeIsReadAsItWasMeant(WrittenType type) {
    Schema schema = order(field("x", type.json()));

    Fields fields = read(schema, schema, value(schema, type), "x");

    assertMeant(fields.get("x"), type.meant());
    assertThat(AvroTypes.recordType(schema).fields().get("x").kind()).isEqualTo(type.kind());
  }

  static Stream<Arguments> everyPair() {
    return TYPES.stream()
        .flatMap(writer -> TYPES.stream().map(wanted -> Arguments.of(writer, wanted)));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void everyChangeOfTypeIsReadAsItWasMeantOrRefusedByName(WrittenType writer, WrittenType wanted) {
    Schema written = order(field("x", writer.json()));
    Schema asked = order(field("x", wanted.json()));
    byte[] value = value(written, writer);

    if (isRead(writer, wanted)) {
      assertMeant(read(written, asked, value, "x").get("x"), converted(writer, wanted));
    } else {
      assertThatThrownBy(() -> read(written, asked, value, "x"))
          .asInstanceOf(type(DecodingException.class))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(DecodingReason.INCOMPATIBLE))
          .extracting(Throwable::getMessage)
          .asString()
          .contains("field x", AvroTypes.shown(wanted.schema()));
    }
  }

  private static boolean isRead(WrittenType writer, WrittenType wanted) {
    boolean anything = wanted.kind() == Kind.DYNAMIC || writer.name().equals("null");
    boolean promoted = writer.kind() == Kind.INT && wanted.kind() == Kind.DOUBLE;
    boolean text = isText(writer.kind()) && isText(wanted.kind());
    boolean branch = writer.name().startsWith("union") && isText(wanted.kind());
    boolean sameElements = writer.kind() == wanted.kind();
    return anything || promoted || text || branch || sameElements;
  }

  private static boolean isText(Kind kind) {
    return kind == Kind.STRING || kind == Kind.BYTES;
  }

  private static Object converted(WrittenType writer, WrittenType wanted) {
    Object meant = writer.meant();
    if (writer.name().equals("time-millis") && wanted.name().equals("time-micros")) {
      return 36_000_123_000L;
    }
    if (writer.name().equals("time-micros") && wanted.name().equals("time-millis")) {
      return 36_000_123L;
    }
    if (meant instanceof Long number && wanted.kind() == Kind.DOUBLE) {
      return number.doubleValue();
    }
    if (meant instanceof String text && wanted.kind() == Kind.BYTES) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return meant instanceof byte[] bytes && wanted.kind() == Kind.STRING
        ? new String(bytes, StandardCharsets.UTF_8)
        : meant;
  }

  private static void assertMeant(Object value, Object meant) {
    assertThat(value instanceof Fields nested ? nested.get("city") : value).isEqualTo(meant);
  }

  @Test
  void fieldThatTheWriterLacksIsItsDefaultOrNullAndCounted() {
    Schema old = order(field("x", "\"int\""));
    Schema now =
        order(
            field("x", "\"int\""),
            "{'name': 'currency', 'type': 'string', 'default': 'EUR'}",
            field("store", "\"string\""));

    Fields fields = read(old, now, record(old, 5), "x", "currency", "store");

    assertThat(fields.get("x")).isEqualTo(5L);
    assertThat(fields.get("currency")).isEqualTo("EUR");
    assertThat(fields.get("store")).isNull();
    assertThat(absent).containsExactly("store");
  }

  @Test
  void fieldThatNobodyUsesIsNotLooked() {
    Schema old = order(field("x", "\"int\""), field("y", "\"int\""));
    Schema now = order(field("x", "\"int\""), field("y", "\"string\""), field("z", "\"string\""));

    assertThat(read(old, now, record(old, 5, 6), "x").get("x")).isEqualTo(5L);
    assertThat(absent).isEmpty();
  }

  @Test
  void nullIsTakenWhereverTheWriterHasIt() {
    Schema nullable = order(field("x", "['null', 'int']"));
    Schema required = order(field("x", "\"double\""));

    assertThat(read(nullable, required, record(nullable, (Object) null), "x").get("x")).isNull();
    assertThat(read(nullable, required, record(nullable, 3), "x").get("x")).isEqualTo(3.0);
  }

  @Test
  void branchThatNoRecordChoosesIsNoReasonToRefuse() {
    Schema several = order(field("x", "['null', 'int', 'string']"));
    Schema wanted = order(field("x", "['null', 'double']"));

    assertThat(read(several, wanted, record(several, 3), "x").get("x")).isEqualTo(3.0);
    assertThatThrownBy(() -> read(several, wanted, record(several, "3"), "x"))
        .hasMessageContaining("it is written as string, wanted is double");
  }

  @Test
  void renamedFieldIsFoundByAliasesOfEitherSide() {
    Schema before = order(field("amount", "\"int\""));
    Schema after = order("{'name': 'total', 'aliases': ['amount'], 'type': 'int'}");

    assertThat(read(before, after, record(before, 5), "total").get("total")).isEqualTo(5L);
    assertThat(read(after, before, record(after, 6), "amount").get("amount")).isEqualTo(6L);
  }

  @Test
  void nestedFieldsGoByTheirWriterToo() {
    String money = "{'type': 'record', 'name': 'M', 'fields': [%s]}";
    Schema before =
        order(field("m", money.formatted(field("v", decimal(2)) + "," + field("u", "'int'"))));
    Schema after = order(field("m", "['null', " + money.formatted(field("v", decimal(4))) + "]"));
    GenericData.Record inner =
        new GenericData.Record(after.getField("m").schema().getTypes().get(1));
    inner.put("v", java.nio.ByteBuffer.wrap(new byte[] {1, -30, 8}));

    Fields fields = read(after, before, record(after, inner), "m");

    assertThat(fields.get("m.v")).isEqualTo(12.34);
    assertThat(fields.get("m.u")).isNull();
    assertThat(fields.get("m.v.w")).isNull();
    assertThat(read(after, before, record(after, (Object) null), "m").get("m.v")).isNull();
  }

  private static String decimal(int scale) {
    return "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 14, 'scale': " + scale + "}";
  }

  @Test
  void recordThatContainsItselfIsReadWhole() {
    Schema tree = order(field("x", "\"int\""), field("parent", "['null', 'Order']"));
    GenericData.Record parent = new GenericData.Record(tree);
    parent.put("x", 1);

    Fields fields = read(tree, tree, record(tree, 2, parent), "parent");

    assertThat(fields.get("parent.x")).isEqualTo(1L);
  }

  @Test
  void otherRecordTypeOfEqualShapeIsRefusedOrLeft() {
    Schema ours = order(field("x", "\"int\""));
    Schema other = named("acme.shop.OrderCancelled", field("x", "\"int\""));
    Schema moved = named("acme.returns.Order", field("x", "\"int\""));
    byte[] value = record(other, 5);

    assertReason(() -> read(other, ours, value, "x"), DecodingReason.INCOMPATIBLE);
    assertReason(
        () -> bound(ours, "acme.shop.Order", "x").read(value), DecodingReason.OTHER_RECORD);
    assertReason(
        () -> bound(ours, "acme.shop.Order", "x").read(record(moved, 5)),
        DecodingReason.OTHER_RECORD);
    assertThat(bound(ours, "acme.shop.Order", "x").read(record(ours, 5)).get("x")).isEqualTo(5L);
    assertThat(read(moved, ours, record(moved, 5), "x").get("x")).isEqualTo(5L);
  }

  private static void assertReason(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, DecodingReason reason) {
    assertThatThrownBy(reading)
        .asInstanceOf(type(DecodingException.class))
        .extracting(DecodingException::reason)
        .isEqualTo(reason);
  }

  @Test
  void timeIsInTheWritersUnitBeforeAndAfterItChanged() {
    Schema millis = order(field("at", "{'type': 'long', 'logicalType': 'timestamp-millis'}"));
    Schema micros = order(field("at", "{'type': 'long', 'logicalType': 'timestamp-micros'}"));

    assertThat(read(micros, millis, record(micros, 1_500_000L), "at").get("at"))
        .isEqualTo(Instant.ofEpochMilli(1_500));
    assertThat(read(millis, micros, record(millis, 1_500L), "at").get("at"))
        .isEqualTo(Instant.ofEpochMilli(1_500));
  }

  @Test
  void timeReadAsWrittenMayGetALogicalType() {
    Schema plain = order(field("at", "\"long\""));
    Schema logical = order(field("at", "{'type': 'long', 'logicalType': 'timestamp-micros'}"));
    AvroReader<Fields> reader =
        AvroReader.bound(
            registry, new SourceBinding(plain, Set.of("at"), Set.of("at"), null, absent::add));

    assertThat(reader.read(record(plain, 1_500L)).get("at")).isEqualTo(1_500L);
    assertThat(reader.read(record(logical, 1_500_000L)).get("at"))
        .isEqualTo(Instant.ofEpochMilli(1_500));
  }

  @Test
  void numberThatWasMadeWiderIsReadWhereItIsWhole() {
    Schema narrow = order(field("x", "\"int\""));
    Schema wide = order(field("x", "\"double\""));

    assertThat(read(wide, narrow, record(wide, 3.0), "x").get("x")).isEqualTo(3L);
    assertThatThrownBy(() -> read(wide, narrow, record(wide, 3.5), "x"))
        .hasMessageContaining("it is written as double, wanted is int");
  }

  @Test
  void floatIsTheNumberItIsShownAs() {
    Schema schema = order(field("x", "\"float\""));

    assertThat(read(schema, schema, record(schema, 0.1f), "x").get("x")).isEqualTo(0.1);
  }

  private Fields read(Schema writer, Schema wanted, byte[] value, String... used) {
    return bound(wanted, null, used).read(value);
  }

  private AvroReader<Fields> bound(Schema wanted, String record, String... used) {
    return AvroReader.bound(
        registry, new SourceBinding(wanted, Set.of(used), Set.of(), record, absent::add));
  }

  private byte[] value(Schema schema, WrittenType type) {
    Object value = type.written().apply(schema.getField("x").schema());
    return record(schema, value);
  }

  private byte[] record(Schema schema, Object... values) {
    GenericRecord record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return new AvroWriter(registry, true).write(schema.getFullName() + schema.hashCode(), record);
  }

  private static Schema order(String... fields) {
    return named("acme.shop.Order", fields);
  }

  private static Schema named(String name, String... fields) {
    String json =
        "{'type': 'record', 'name': '%s', 'fields': [%s]}"
            .formatted(name, String.join(", ", fields));
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }

  private static String field(String name, String type) {
    return "{'name': '%s', 'type': %s}".formatted(name, type);
  }
}
