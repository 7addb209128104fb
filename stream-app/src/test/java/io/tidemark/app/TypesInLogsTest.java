package io.tidemark.app;

import static io.tidemark.app.DrivenTopology.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Quarantined;
import io.tidemark.avro.Resolution;
import io.tidemark.definition.DefinitionException;
import io.tidemark.document.MarkdownPage;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.event.avro.WrittenType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a label and a drift bin see of every type a producer may write, as the page says. */
class TypesInLogsTest {
  private static final String DEFINITIONS =
      """
      namespace: shop
      models:
        - name: ranker
          predictions:
            topic: decisions
            schema: %1$s
            fields:
              request_id: rid
              model_version: "'v'"
              timestamp: {field: ts, unit: millis}
              raw_features: {x: x}
          outcomes:
            topic: clicks
            schema: %1$s
            fields:
              request_id: rid
              outcome: "'click'"
              outcome_timestamp: {field: ts, unit: millis}
              attributes: {x: x}
            labels: [{name: click, window: 30m, positive: "attributes['x'] == '%2$s'"}]
      """;

  private static final List<List<String>> ROWS =
      MarkdownPage.read("../avro/README.md")
          .table(
              "written as",
              "an expression sees",
              "a feature of it",
              "as a key",
              "an attribute of an outcome",
              "a drift bin");

  @TempDir private Path state;

  private static boolean isPlain(WrittenType type) {
    return switch (type.kind()) {
      case BOOL, INT, DOUBLE, STRING, TIMESTAMP, DYNAMIC -> type.meant() != null;
      default -> false;
    };
  }

  static Stream<WrittenType> plain() {
    return WrittenType.ALL.stream().filter(TypesInLogsTest::isPlain);
  }

  static Stream<WrittenType> others() {
    return WrittenType.ALL.stream().filter(type -> !isPlain(type) && type.kind() != Kind.DYNAMIC);
  }

  private static String asText(WrittenType type) {
    return type.meant().toString();
  }

  /** Times are numbers, so that they fall into bins. */
  private static Object inBin(WrittenType type) {
    return type.meant() instanceof Instant time ? (Object) time.toEpochMilli() : type.meant();
  }

  private static Schema schema(String type) {
    String json =
        "{'type': 'record', 'name': 'P', 'fields': [{'name': 'rid', 'type': 'string'},"
            + "{'name': 'ts', 'type': 'long'}, {'name': 'x', 'type': %s}]}";
    return new Schema.Parser().parse(json.formatted(type).replace('\'', '"'));
  }

  private static GenericData.Record record(Schema schema, Object value) {
    GenericData.Record record = new GenericData.Record(schema);
    record.put("rid", "r");
    record.put("ts", START.toEpochMilli());
    record.put("x", value);
    return record;
  }

  private DrivenTopology topology(Schema schema, String positive) throws Exception {
    Path file = Files.writeString(state.resolve("p.avsc"), schema.toString());
    return new DrivenTopology(DEFINITIONS.formatted(file, positive), state);
  }

  @ParameterizedTest
  @MethodSource("plain")
  void valuesAreWhatWasMeant(WrittenType type) throws Exception {
    Schema schema = schema(type.json());
    Object value = type.written().apply(schema.getField("x").schema());
    try (DrivenTopology topology = topology(schema, asText(type))) {
      topology.send("decisions", record(schema, value));
      topology.send("clicks", record(schema, value));
      topology.advance(Duration.ofMinutes(36));
      LabelledExample last = topology.labelled().get(1);
      assertThat(last.getRawFeatures().get("x")).isEqualTo(inBin(type));
      assertThat(last.getResolution()).isEqualTo(Resolution.OUTCOME);
      assertThat(last.getLabelValue()).as("label by %s", asText(type)).isEqualTo(1.0);
    }
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsNoValueIsRefusedByTheChecker(WrittenType type) {
    assertThatThrownBy(() -> topology(schema(type.json()), ""))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("models[0].predictions.fields.raw_features 'x': the result is ")
        .hasMessageContaining("models[0].outcomes.fields.attributes 'x': the result is ");
  }

  @Test
  void bytesInAUnionAreRefusedByTheRecord() throws Exception {
    Schema schema = schema("['int', 'bytes']");
    try (DrivenTopology topology = topology(schema, "")) {
      topology.send("decisions", record(schema, ByteBuffer.allocate(2)));
      topology.send("clicks", record(schema, ByteBuffer.allocate(2)));
      assertThat(topology.quarantined())
          .extracting(Quarantined::getReason)
          .containsExactly("RULE_ERROR", "RULE_ERROR");
    }
  }

  @Test
  void pageSaysSo() {
    for (int i = 0; i < ROWS.size(); i++) {
      WrittenType type = WrittenType.ALL.get(i);
      String attribute = ROWS.get(i).get(4).replace("`", "");
      String bin = ROWS.get(i).get(5).replace("`", "");
      if (type.kind() == Kind.TIMESTAMP) {
        Instant time = (Instant) type.meant();
        assertThat(Instant.parse(attribute).truncatedTo(ChronoUnit.NANOS)).isEqualTo(time);
        assertThat(bin).as(type.name()).isEqualTo("milliseconds since 1970");
      } else if (isPlain(type) && type.kind() != Kind.DYNAMIC) {
        assertThat(attribute).as(type.name()).isEqualTo(asText(type));
        assertThat(bin).as(type.name()).isEqualTo(inBin(type).toString());
      } else {
        assertThat(attribute).as(type.name()).isEqualTo(type.kind() == Kind.DYNAMIC ? bin : "-");
      }
    }
  }
}
