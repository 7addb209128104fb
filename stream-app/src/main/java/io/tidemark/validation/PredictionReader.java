package io.tidemark.validation;

import io.tidemark.event.Fields;
import io.tidemark.join.Prediction;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Takes the fields of a {@code PredictionLog} record as an input of the join. Thread-safe. */
public final class PredictionReader {
  private final EventTimeBounds timeBounds;
  private final Set<String> models;

  /**
   * @param maxFutureSkew how far a prediction's time may lie ahead of the wall clock; at least 0
   * @param models the models whose predictions are on the topic, by name
   */
  public PredictionReader(Duration maxFutureSkew, Set<String> models) {
    this.models = Set.copyOf(models);
    this.timeBounds = new EventTimeBounds(maxFutureSkew.toMillis());
  }

  /**
   * Reads one prediction: {@code request_id}, {@code model}, {@code model_version} and {@code
   * timestamp} are required. One of a model that is not the topic's is doubted: nothing joins it,
   * and drift counts it as such.
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
      Prediction prediction = new Prediction(requestId, model, modelVersion, timeMs, payload);
      return models.contains(model)
          ? new Reading.Accepted<>(prediction)
          : new Reading.Doubted<>(prediction, unknown(model));
    } catch (RefusedException e) {
      return new Reading.Refused<>(e.verdict());
    }
  }

  private Verdict.Quarantined unknown(String model) {
    String detail =
        "model '"
            + model
            + "' is not declared with this topic of predictions: must be one of "
            + new TreeSet<>(models)
            + ". Declare it, or mend its producer; then feed the record again.";
    return new Verdict.Quarantined(Reason.UNKNOWN_MODEL, null, detail);
  }
}
