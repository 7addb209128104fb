package io.tidemark.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Records are counted by the schema that wrote them. */
class SchemaRecordsTest {
  private final PrometheusExport export = new PrometheusExport();

  @Test
  void recordsCountUnderTheIdOfTheirSchemaOrTogetherWhereTheyNameAGuid() {
    IngestMetrics ingest = export.metrics().ingest();
    ingest.recordDecoded("tx", 7);
    ingest.recordDecoded("tx", 7);
    ingest.recordDecoded("tx", 0);
    ingest.recordDecoded("tx", null);
    assertThat(export.scrape())
        .contains(
            "tidemark_schema_records_total{schema=\"7\",source=\"tx\"} 2.0",
            "tidemark_schema_records_total{schema=\"0\",source=\"tx\"} 1.0",
            "tidemark_schema_records_total{schema=\"guid\",source=\"tx\"} 1.0");
  }
}
