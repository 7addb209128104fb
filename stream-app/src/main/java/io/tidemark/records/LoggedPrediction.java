package io.tidemark.records;

import io.tidemark.avro.PredictionLog;
import java.util.function.Supplier;

/**
 * A prediction that passed validation.
 *
 * @param log the decoded record
 * @param wire the record as it was read, wire format and all
 * @param source makes what is needed besides to have the record again as it came
 */
public record LoggedPrediction(PredictionLog log, byte[] wire, Supplier<byte[]> source) {
  /** The request it was made for. */
  public String requestId() {
    return log.getRequestId();
  }

  /** When the decision was made, milliseconds since the Unix epoch. */
  public long timeMs() {
    return log.getTimestamp().toEpochMilli();
  }
}
