package io.tidemark.records;

import io.tidemark.avro.PredictionLog;
import io.tidemark.event.Fields;
import io.tidemark.event.avro.AvroLayout;
import io.tidemark.join.Prediction;
import io.tidemark.wire.AvroReader;

/**
 * The fields of predictions as they were logged, read when the first of them is asked for. Not
 * thread-safe.
 */
public final class LoggedFields {
  private static final AvroLayout LAYOUT = AvroLayout.of(PredictionLog.getClassSchema());

  private final AvroReader<PredictionLog> predictions;

  public LoggedFields(AvroReader<PredictionLog> predictions) {
    this.predictions = predictions;
  }

  /** The fields of one prediction. */
  public Fields of(Prediction prediction) {
    return new Logged(prediction);
  }

  private final class Logged implements Fields {
    private final Prediction prediction;
    private Fields read;

    Logged(Prediction prediction) {
      this.prediction = prediction;
    }

    @Override
    public Object get(String name) {
      if (read == null) {
        read = LAYOUT.fields(predictions.read(prediction.payload()));
      }
      return read.get(name);
    }
  }
}
