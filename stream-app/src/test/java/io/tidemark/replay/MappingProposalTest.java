package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingProposalTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Tx", "fields": [
                {"name": "transaction_id", "type": "string"},
                {"name": "price", "type": ["null", "double"], "default": null},
                {"name": "channel", "type": ["null", "string"], "default": null},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""");

  private static Row row(String time) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("TransactionID", "t1");
    values.put("price", "2.5");
    values.put("At", time);
    values.put("colour", "red");
    return new Row(1, values);
  }

  private static String propose(String... times) {
    return MappingProposal.yaml(
        Map.of("topic", "tx", "delimiter", ";"),
        SCHEMA,
        List.of(times).stream().map(MappingProposalTest::row).toList());
  }

  @Test
  void proposalIsAMappingThatMapsTheRows() {
    String yaml = propose("13/02/2026 09:00", "01/02/2026 10:00");
    MappingSpec spec = MappingYaml.parse(yaml);
    RecordMapping mapping = new RecordMapping(spec, SCHEMA, List.copyOf(row("").values().keySet()));
    MappedRecord mapped = mapping.map(row("13/02/2026 09:00")).orElseThrow();
    assertThat(mapped.value().get("transaction_id")).isEqualTo("t1");
    assertThat(mapped.value().get("price")).isEqualTo(2.5);
    assertThat(mapped.timeMs()).hasValue(1_770_973_200_000L);
    assertThat(spec.topic()).isEqualTo("tx");
    assertThat(spec.form().csv().delimiter()).isEqualTo(';');
    assertThat(yaml)
        .contains("# field channel has no column\n", "# columns that fill no field: colour\n");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-13T09:00:00Z, At",
    "2026-02-13 09:00:00 UTC, At",
    "13/02/2026 09:00:00, At:timestamp:dd/MM/yyyy HH:mm:ss",
    "02/13/2026 09:00, At:timestamp:MM/dd/yyyy HH:mm",
    "13.02.2026 09:00, At:timestamp:dd.MM.yyyy HH:mm",
    "1770973200, At:timestamp:epoch_seconds",
    "1770973200000, At:timestamp:epoch_millis",
    "1770973200000000, At:timestamp:epoch_micros",
    "soon, At:timestamp",
  })
  void formatOfATimeIsTheOneThatEveryRowHas(String time, String column) {
    assertThat(propose(time).lines()).contains("  at: " + column);
  }

  @Test
  void formatThatMayBeAnotherIsSaidToBe() {
    assertThat(propose("01/02/2026 09:00"))
        .contains("# field at may as well be MM/dd/yyyy HH:mm\n");
  }
}
