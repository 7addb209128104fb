package io.tidemark.records;

import io.tidemark.avro.PredictionLog;

/**
 * A prediction that passed validation.
 *
 * @param log the decoded record
 * @param wire the record as it was read, wire format and all
 */
public record LoggedPrediction(PredictionLog log, byte[] wire) {
  /** The request it was made for. */
  public String requestId() {
    return log.getRequestId();
  }

  /** When the decision was made, milliseconds since the Unix epoch. */
  public long timeMs() {
    return log.getTimestamp().toEpochMilli();
  }
}
