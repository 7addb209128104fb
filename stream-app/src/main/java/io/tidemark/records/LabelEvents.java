package io.tidemark.records;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Retraction;
import io.tidemark.join.LabelMove;
import io.tidemark.join.Prediction;
import io.tidemark.monitoring.quality.CohortKey;
import io.tidemark.monitoring.quality.LabelEvent;
import io.tidemark.monitoring.quality.LabelledScore;
import io.tidemark.wire.AvroReader;
import java.time.Duration;

/**
 * Says what happens to labels in the words of quality. What a label says and takes back is read
 * from the labelled example, so that whoever reads their topic computes the same.
 *
 * <p>Not thread-safe.
 */
public final class LabelEvents {
  private final AvroReader<PredictionLog> predictions;

  /** A prediction opens all its labels at once, and is read once for them. */
  private Prediction newest;

  private PredictionLog newestLog;

  public LabelEvents(AvroReader<PredictionLog> predictions) {
    this.predictions = predictions;
  }

  /** That a prediction waits for a label, or that nothing can change it any more. */
  public LabelEvent of(LabelMove move) {
    PredictionLog log = log(move.prediction());
    CohortKey key =
        CohortKey.of(
            move.prediction().model(),
            move.prediction().modelVersion(),
            move.label(),
            log.getExplorationFlag(),
            move.prediction().timeMs(),
            move.cohort().toMillis());
    return LabelEvent.moved(key, log.getModelScore(), move.opened(), move.settled());
  }

  private PredictionLog log(Prediction prediction) {
    if (!prediction.equals(newest)) {
      newestLog = predictions.read(prediction.payload());
      newest = prediction;
    }
    return newestLog;
  }

  /**
   * What an example says, and what it takes back.
   *
   * @param cohort length of the cohorts, above 0
   */
  public static LabelEvent of(LabelledExample example, Duration cohort) {
    CohortKey key =
        CohortKey.of(
            example.getModel(),
            example.getModelVersion(),
            example.getLabel(),
            example.getExplorationFlag(),
            example.getPredictionTime().toEpochMilli(),
            cohort.toMillis());
    return LabelEvent.told(key, says(example), retracted(example));
  }

  /** What a label says, as an example has it. */
  public static LabelledScore says(LabelledExample example) {
    return new LabelledScore(
        example.getScore(),
        example.getLabelValue(),
        example.getWeight() * example.getSamplingWeight());
  }

  private static LabelledScore retracted(LabelledExample example) {
    Retraction before = example.getRetracted();
    return before == null
        ? null
        : new LabelledScore(
            example.getScore(),
            before.getLabelValue(),
            before.getWeight() * before.getSamplingWeight());
  }
}
