package io.tidemark.records;

import io.tidemark.avro.OutcomeLog;
import io.tidemark.avro.PredictionLog;
import java.util.Map;

/**
 * The topics whose records are mapped.
 *
 * @param predictions to predictions, by topic
 * @param outcomes to outcomes, by topic
 */
public record MappedLogs(
    Map<String, MappedLog<PredictionLog>> predictions,
    Map<String, MappedLog<OutcomeLog>> outcomes) {
  /** None. */
  public static final MappedLogs NONE = new MappedLogs(Map.of(), Map.of());

  public MappedLogs {
    predictions = Map.copyOf(predictions);
    outcomes = Map.copyOf(outcomes);
  }
}
