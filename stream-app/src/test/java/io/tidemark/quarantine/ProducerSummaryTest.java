package io.tidemark.quarantine;

import static io.tidemark.quarantine.QuarantineFixtures.bytes;
import static io.tidemark.quarantine.QuarantineFixtures.entry;
import static io.tidemark.quarantine.QuarantineFixtures.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.RecordHeader;
import io.tidemark.quarantine.ProducerSummary.Sender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProducerSummaryTest {
  private final ProducerSummary summary = new ProducerSummary(ProducerSummary.HEADERS);

  @Test
  void recordsAreCountedByTopicProducerAndSchemaWithTheirReasons() {
    summary.take(entry(1));
    summary.take(entry(2));
    summary.take(entry(3, record(3).setReason("UNDECODABLE").build()));
    summary.take(entry(4, record(4).setHeaders(List.of()).setSchemaId(null).build()));

    List<ProducerSummary.Row> rows = summary.rows();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).sender()).isEqualTo(new Sender("orders", "web", 7));
    assertThat(rows.get(0).reasons()).isEqualTo(Map.of("RULE_FAILED", 2L, "UNDECODABLE", 1L));
    assertThat(rows.get(0).example()).isEqualTo(entry(3).place());
    assertThat(rows.get(0).first()).isEqualTo(entry(1).quarantinedAt());
    assertThat(rows.get(1).sender()).isEqualTo(new Sender("orders", ProducerSummary.UNNAMED, null));
  }

  @Test
  void headerThatComesFirstInTheListNamesTheProducer() {
    List<RecordHeader> headers =
        List.of(
            new RecordHeader("producer", bytes("web")), new RecordHeader("client.id", bytes("c")));
    summary.take(entry(1, record(1).setHeaders(headers).build()));
    assertThat(summary.rows().get(0).sender().producer()).isEqualTo("c");
  }

  @Test
  void sendersBeyondTheBoundAreCountedTogether() {
    for (int n = 0; n < 10_010; n++) {
      summary.take(entry(n, record(n).setSchemaId(n).build()));
    }
    assertThat(summary.rows()).hasSize(10_001);
    assertThat(summary.rows().get(0).sender().producer()).isEqualTo(ProducerSummary.OTHERS);
    assertThat(summary.rows().get(0).records()).isEqualTo(10);
  }
}
