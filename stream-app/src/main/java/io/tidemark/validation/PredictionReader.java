package io.tidemark.validation;

import io.tidemark.event.Fields;
import io.tidemark.join.Prediction;
import java.time.Duration;

/** Takes the fields of a {@code PredictionLog} record as an input of the join. Thread-safe. */
public final class PredictionReader {
  private final EventTimeBounds timeBounds;

  /**
   * @param maxFutureSkew how far a prediction's time may lie ahead of the wall clock; at least 0
   */
  public PredictionReader(Duration maxFutureSkew) {
    this.timeBounds = new EventTimeBounds(maxFutureSkew.toMillis());
  }

  /**
   * Reads one prediction: {@code request_id}, {@code model}, {@code model_version} and {@code
   * timestamp} are required.
   *
   * @param payload the record as logged; see {@link Prediction#payload()}
   * @param wallMs the wall clock, milliseconds since the Unix epoch
   */
  public Reading<Prediction> read(Fields fields, byte[] payload, long wallMs) {
    try {
      String requestId = FieldAccess.identifier(fields, "request_id");
      String model = FieldAccess.identifier(fields, "model");
      String modelVersion = FieldAccess.identifier(fields, "model_version");
      long timeMs = timeBounds.check(FieldAccess.instantMs(fields, "timestamp"), wallMs);
      return new Reading.Accepted<>(
          new Prediction(requestId, model, modelVersion, timeMs, payload));
    } catch (RefusedException e) {
      return new Reading.Refused<>(e.verdict());
    }
  }
}
