package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class RecordMappingTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Sale", "fields": [
                {"name": "id", "type": "string"},
                {"name": "customer", "type": ["null", "string"], "default": null},
                {"name": "pieces", "type": "int"},
                {"name": "price", "type": ["null", "double"], "default": null},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "paid", "type": "boolean", "default": false},
                {"name": "kind", "type": {"type": "enum", "name": "Kind",
                   "symbols": ["SHOP", "WEB"]}, "default": "SHOP"},
                {"name": "features", "type": {"type": "map",
                   "values": ["null", "boolean", "long", "double", "string"]}, "default": {}}]}""");

  private static final String MAPPING =
      """
      key: [customer, id]
      time: at
      where: {valid: 1}
      map:
        pieces: n
        at: when:timestamp:dd/MM/yyyy HH:mm@Europe/London
        features.n: n:long
        features.price: price:double
        features.who: customer
      const: {kind: WEB, paid: true, features.weight: 2}
      id: {id: "s-{row}"}
      """;

  @Test
  void rowBecomesARecordOfTheSchema() {
    MappedRecord mapped = map(MappingYaml.parse(MAPPING), row());
    GenericRecord value = mapped.value();
    assertThat(GenericData.get().validate(SCHEMA, value)).isTrue();
    assertThat(value.get("id")).isEqualTo("s-1");
    assertThat(value.get("pieces")).isEqualTo(3);
    assertThat(value.get("price")).isEqualTo(2.5);
    assertThat(value.get("at")).isEqualTo(micros("2011-07-01T08:26:00Z"));
    assertThat(value.get("paid")).isEqualTo(true);
    assertThat(value.get("kind").toString()).isEqualTo("WEB");
    assertThat(value.get("features"))
        .isEqualTo(Map.of("n", 3L, "price", 2.5, "who", "c1", "weight", 2L));
    assertThat(mapped.key()).isEqualTo("c1|s-1");
    assertThat(mapped.timeMs())
        .isEqualTo(OptionalLong.of(Instant.parse("2011-07-01T08:26:00Z").toEpochMilli()));
  }

  @Test
  void emptyCellIsNullAndThenTheKeyIsNull() {
    MappedRecord mapped = map(MappingYaml.parse(MAPPING), row("customer", null));
    assertThat(mapped.value().get("customer")).isNull();
    assertThat(mapped.key()).isNull();
    assertThat(features(mapped.value())).containsEntry("who", null);
  }

  @Test
  void rowsThatDifferFromWhereAreLeftOut() {
    RecordMapping mapping = mapping(MappingYaml.parse(MAPPING));
    assertThat(mapping.map(row("valid", "0"))).isEmpty();
    assertThat(mapping.map(row("valid", null))).isEmpty();
  }

  @Test
  void valueThatDoesNotFitNamesRowColumnValueAndRule() {
    assertRefused(row("n", "many"), "Row 1: column n has 'many' for field pieces", "whole number");
    assertRefused(row("n", "3000000000"), "'3000000000'", "at most 2147483647");
    assertRefused(row("price", "2.5d"), "column price has '2.5d' for field price", "a number");
    assertRefused(row("when", "2011-07-01"), "column when has '2011-07-01'", "declared format");
    assertRefused(row("n", null), "column n is empty for field pieces", "must have a value");
  }

  @Test
  void columnOfTheFieldsOwnNameNeedsNoEntry() {
    Row row =
        new Row(
            7, Map.of("id", "x", "pieces", 4L, "at", "2011-07-01 08:26:00.25+01:00", "paid", "1"));
    GenericRecord value = map(MappingSpec.EMPTY, row).value();
    assertThat(value.get("pieces")).isEqualTo(4);
    assertThat(value.get("at")).isEqualTo(micros("2011-07-01T07:26:00.250Z"));
    assertThat(value.get("paid")).isEqualTo(true);
    assertThat(value.get("features")).isEqualTo(Map.of());
  }

  @Test
  void typedValuesChooseTheirBranchOfAUnion() {
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("n", 1L);
    features.put("x", 1.5);
    features.put("t", true);
    features.put("s", "1");
    features.put("z", null);
    Map<String, Object> values =
        Map.of("id", "x", "pieces", 1L, "at", Instant.EPOCH, "features", features);
    assertThat(map(MappingSpec.EMPTY, new Row(1, values)).value().get("features"))
        .isEqualTo(features);
  }

  @Test
  void everyProblemOfAMappingIsReportedAtOnce() {
    MappingSpec spec =
        MappingYaml.parse(
            """
            key: nobody
            time: pieces
            where: {vallid: 1}
            map: {colour: n, pieces.x: n, pieces: m, at: when:timestamp:QQQQQQQQ}
            const: {kind: MAIL, price: 1}
            id: {price: "{who}"}
            """);
    assertThatThrownBy(() -> mapping(spec))
        .isInstanceOfSatisfying(
            MappingException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(11)
                    .anyMatch(p -> p.contains("Unknown field 'nobody' in key"))
                    .anyMatch(p -> p.contains("'pieces' in time"))
                    .anyMatch(p -> p.contains("Unknown column 'vallid' in where"))
                    .anyMatch(p -> p.contains("Unknown field 'colour'"))
                    .anyMatch(p -> p.contains("pieces is no map"))
                    .anyMatch(p -> p.contains("Unknown column 'm' in map"))
                    .anyMatch(p -> p.contains("Invalid timestamp format 'QQQQQQQQ'"))
                    .anyMatch(p -> p.contains("value 'MAIL' must be one of [SHOP, WEB]"))
                    .anyMatch(p -> p.contains("'price' is filled twice"))
                    .anyMatch(p -> p.contains("Unknown column 'who' in id"))
                    .anyMatch(p -> p.contains("Field 'id' is filled by nothing")));
  }

  @Test
  void requiredFieldThatNothingFillsIsReported() {
    assertThatThrownBy(() -> mapping(MappingSpec.EMPTY))
        .isInstanceOf(MappingException.class)
        .hasMessageContaining("Field 'id' is filled by nothing")
        .hasMessageContaining("Field 'pieces' is filled by nothing");
  }

  @Test
  void flagsSayTheSameAsTheFile() {
    MappingFlags flags =
        new MappingFlags(
            List.of(
                "pieces=n",
                "at=when:timestamp:dd/MM/yyyy HH:mm@Europe/London",
                "features.n=n:long",
                "features.price=price:double",
                "features.who=customer"),
            List.of("kind=WEB", "paid=true"),
            List.of("id=s-{row}"),
            List.of("valid==1"));
    MappingSpec spec =
        flags.spec(null, new MappingFlags.Target(null, List.of("customer", "id"), "at"));
    MappingSpec file = MappingYaml.parse(MAPPING.replace(", features.weight: 2", ""));
    assertThat(map(spec, row())).isEqualTo(map(file, row()));
  }

  @Test
  void flagReplacesWhateverTheFileSaysAboutAField() {
    MappingFlags flags =
        new MappingFlags(
            List.of(), List.of("pieces=9"), List.of("features.n={row}"), List.of("valid==0"));
    MappingSpec spec =
        MappingYaml.parse(MAPPING)
            .overriddenBy(flags.spec("Other", new MappingFlags.Target("t", List.of(), null)));
    assertThat(spec.schema()).isEqualTo("Other");
    assertThat(spec.topic()).isEqualTo("t");
    assertThat(spec.key()).containsExactly("customer", "id");
    GenericRecord value = map(spec, row("valid", "0")).value();
    assertThat(value.get("pieces")).isEqualTo(9);
    assertThat(features(value)).containsEntry("n", "1");
  }

  @Test
  void unreadableFlagsAreAllReported() {
    MappingFlags flags =
        new MappingFlags(
            List.of("pieces", "at=when:day", "n=n:long:iso"),
            List.of("=x"),
            List.of(),
            List.of("valid=1"));
    assertThatThrownBy(() -> flags.spec(null, new MappingFlags.Target(null, List.of(), null)))
        .isInstanceOfSatisfying(MappingException.class, e -> assertThat(e.problems()).hasSize(5))
        .hasMessageContaining("Unknown type 'day'")
        .hasMessageContaining("only a timestamp, date or time has a format");
  }

  @Test
  void unreadableYamlIsReported() {
    for (String yaml : List.of("a: [", "just text", "maps: {}", "map: 3", "map: {a: 'b:x'}")) {
      assertThatThrownBy(() -> MappingYaml.parse(yaml)).isInstanceOf(MappingException.class);
    }
  }

  @Test
  void equalRowsHaveEqualHashesAndOthersDoNot() {
    IdTemplate id = new IdTemplate("{hash}");
    assertThat(id.fill(new Row(1, Map.of("a", "x")))).hasSize(32).matches("[0-9a-f]+");
    assertThat(id.fill(row())).isEqualTo(id.fill(new Row(2, row().values())));
    assertThat(id.fill(row())).isNotEqualTo(id.fill(row("n", "4")));
    assertThat(new IdTemplate("{n}/$1-{row}").fill(row())).isEqualTo("3/$1-1");
  }

  @Test
  void schemaThatCannotBeFoundIsReported() {
    for (String name : List.of("absent.avsc", "NoSuchRecord")) {
      assertThatThrownBy(() -> TargetSchema.load(name, Path.of(".")))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining(name);
    }
    assertThat(TargetSchema.load("PredictionLog", Path.of(".")).getName())
        .isEqualTo("PredictionLog");
  }

  private static void assertRefused(Row row, String... parts) {
    RecordMapping mapping = mapping(MappingYaml.parse(MAPPING));
    assertThatThrownBy(() -> mapping.map(row))
        .isInstanceOfSatisfying(
            RowException.class,
            e -> {
              assertThat(e.skippable()).isTrue();
              assertThat(e.content()).isEqualTo(row.json());
              assertThat(e.getMessage())
                  .startsWith("Row 1: ")
                  .contains(Arrays.asList(parts))
                  .contains("--on-error");
            });
  }

  private static MappedRecord map(MappingSpec spec, Row row) {
    List<String> columns = List.copyOf(row.values().keySet());
    return new RecordMapping(spec, SCHEMA, columns).map(row).orElseThrow();
  }

  private static RecordMapping mapping(MappingSpec spec) {
    return new RecordMapping(spec, SCHEMA, List.copyOf(row().values().keySet()));
  }

  private static Row row(String... changes) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("valid", "1");
    values.put("customer", "c1");
    values.put("n", "3");
    values.put("price", "2.5");
    values.put("when", "01/07/2011 09:26");
    for (int i = 0; i < changes.length; i += 2) {
      values.put(changes[i], changes[i + 1]);
    }
    return new Row(1, values);
  }

  private static Map<Object, Object> features(GenericRecord value) {
    return new LinkedHashMap<>((Map<?, ?>) value.get("features"));
  }

  private static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1000;
  }
}
