package io.tidemark.records;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.wire.AvroReader;

/**
 * Makes readers of prediction and outcome logs. A reader is not thread-safe: one for each task.
 *
 * @param registry where the logs find their schemas
 * @param mapped topics whose records are none of ours
 */
public record LogReaders(SchemaRegistry registry, MappedLogs mapped) {
  /** A reader of predictions. */
  public AvroReader<PredictionLog> predictions() {
    return AvroReader.specific(registry, PredictionLog.class);
  }

  /** A reader of outcomes. */
  public AvroReader<OutcomeLog> outcomes() {
    return AvroReader.specific(registry, OutcomeLog.class);
  }
}
