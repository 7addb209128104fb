package io.tidemark.quarantine;

import static io.tidemark.quarantine.QuarantineFixtures.entry;
import static io.tidemark.quarantine.QuarantineFixtures.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.wire.AvroWriter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class EntryJsonTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Order", "fields": [
                {"name": "price", "type": "double"},
                {"name": "note", "type": ["null", "string"], "default": null},
                {"name": "paid", "type": ["null", {"type": "bytes", "logicalType": "decimal",
                  "precision": 8, "scale": 2}]},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "raw", "type": "bytes"},
                {"name": "status", "type": {"type": "enum", "name": "S", "symbols": ["A", "B"]}},
                {"name": "tags", "type": {"type": "array", "items": "string"}},
                {"name": "counts", "type": {"type": "map", "values": "int"}}]}
              """);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Payloads payloads = new Payloads(registry);

  private QuarantineEntry order() {
    GenericData.Record order =
        new GenericRecordBuilder(SCHEMA)
            .set("price", -1.5)
            .set("paid", ByteBuffer.wrap(new BigDecimal("12.34").unscaledValue().toByteArray()))
            .set("at", 1_772_359_200_000L)
            .set("day", 20_513)
            .set("raw", ByteBuffer.wrap(new byte[] {0, -1}))
            .set("status", new GenericData.EnumSymbol(SCHEMA.getField("status").schema(), "B"))
            .set("tags", List.of("x"))
            .set("counts", Map.of("n", 3))
            .build();
    byte[] wire = new AvroWriter(registry, true).write("orders-value", order);
    return entry(1, record(1).setValue(ByteBuffer.wrap(wire)).build());
  }

  @Test
  void recordThatDecodesIsShownInTheFormThatReplayReads() {
    JsonNode shown = EntryJson.whole(order(), payloads.of(order()));
    assertThat(shown.path("decoded").toString())
        .isEqualTo(
            "{\"price\":-1.5,\"note\":null,\"paid\":12.34,\"at\":\"2026-03-01T10:00:00Z\","
                + "\"day\":\"2026-03-01\",\"raw\":\"AP8=\",\"status\":\"B\",\"tags\":[\"x\"],"
                + "\"counts\":{\"n\":3}}");
    assertThat(shown.path("undecodable").isNull()).isTrue();
  }

  @Test
  void valuesOfFieldsThatTheRuleNamesAreWhatItFailedOn() {
    JsonNode shown = EntryJson.whole(order(), payloads.of(order()));
    assertThat(shown.path("failed_on").toString()).isEqualTo("{\"price\":-1.5}");
  }

  @Test
  void recordThatDoesNotDecodeIsShownInHexadecimalWithTheReason() {
    JsonNode shown = EntryJson.whole(entry(1), payloads.of(entry(1)));
    assertThat(shown.path("decoded").isNull()).isTrue();
    assertThat(shown.path("value_hex").asText()).isEqualTo("4d01");
    assertThat(shown.path("undecodable").asText()).contains("0x4d");
    assertThat(shown.path("position").asText()).isEqualTo("orders-1-1");
    assertThat(shown.path("key").asText()).isEqualTo("k1");
  }

  @Test
  void valueThatIsMissingIsNone() {
    QuarantineEntry tombstone = entry(1, record(1).setValue(null).setKey(null).build());
    JsonNode shown = EntryJson.whole(tombstone, payloads.of(tombstone));
    assertThat(shown.path("value_hex").isNull()).isTrue();
    assertThat(shown.path("key").isNull()).isTrue();
    assertThat(shown.path("undecodable").asText()).contains("no value");
  }

  @Test
  void exportKeepsEveryByte() {
    JsonNode line = EntryJson.exported(order(), payloads.of(order()));
    assertThat(Base64.getDecoder().decode(line.path("value_base64").asText()))
        .isEqualTo(order().value());
    assertThat(Base64.getDecoder().decode(line.path("key_base64").asText()))
        .isEqualTo("k1".getBytes(UTF_8));
    assertThat(line.at("/headers_base64/0/value").asText()).isEqualTo("d2Vi");
  }

  @Test
  void bytesThatAreNoTextAreHexadecimal() {
    assertThat(EntryJson.shown("Café".getBytes(UTF_8))).isEqualTo("Café");
    assertThat(EntryJson.shown(new byte[] {'a', 27})).isEqualTo("0x611b");
    assertThat(EntryJson.shown(new byte[] {-1})).isEqualTo("0xff");
    assertThat(EntryJson.shown(null)).isNull();
  }
}
