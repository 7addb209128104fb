package io.tidemark.join;

import java.util.Arrays;

/**
 * A decision that waits for its outcomes.
 *
 * @param requestId the join key
 * @param model name of the model
 * @param modelVersion version of the model
 * @param timeMs when the decision was made, milliseconds since the Unix epoch; label windows start
 *     here
 * @param payload the prediction as logged, in whatever encoding the caller uses; carried unread
 *     into every labelled example, so that nothing learnt later can leak in. Not copied: the caller
 *     must not change it
 * @param trace the trace the record belongs to, in whatever form the caller uses; carried unread
 *     like the payload; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // equality is overridden; a copy per step would be waste
public record Prediction(
    String requestId,
    String model,
    String modelVersion,
    long timeMs,
    byte[] payload,
    String trace) {

  /** A prediction that belongs to no trace. */
  public Prediction(
      String requestId, String model, String modelVersion, long timeMs, byte[] payload) {
    this(requestId, model, modelVersion, timeMs, payload, "");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prediction that
        && requestId.equals(that.requestId)
        && model.equals(that.model)
        && modelVersion.equals(that.modelVersion)
        && timeMs == that.timeMs
        && Arrays.equals(payload, that.payload)
        && trace.equals(that.trace);
  }

  @Override
  public int hashCode() {
    return 31 * requestId.hashCode() + Long.hashCode(timeMs);
  }

  @Override
  public String toString() {
    return "Prediction[" + requestId + ", " + model + "/" + modelVersion + " @" + timeMs + "]";
  }
}
