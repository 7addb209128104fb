package io.tidemark.records;

import io.tidemark.avro.LabelledExample;
import io.tidemark.avro.Maturity;
import io.tidemark.avro.PredictionLog;
import io.tidemark.avro.Resolution;
import io.tidemark.avro.Retraction;
import io.tidemark.join.Emission;
import io.tidemark.join.Emission.Corrected;
import io.tidemark.join.Emission.Labelled;
import io.tidemark.join.Prediction;
import io.tidemark.join.Said;
import io.tidemark.join.Silence;
import io.tidemark.join.Standing;
import io.tidemark.wire.AvroReader;
import java.time.Instant;
import java.util.Map;

/**
 * Writes what the join says as labelled examples, with the features exactly as they were logged.
 */
public final class LabelledRecords {
  private final AvroReader<PredictionLog> predictions;
  private final Declared declared;

  /**
   * What a model's labels are declared as.
   *
   * @param definition names the declaration: another for another
   * @param versions of its labels, by name
   */
  public record Declared(String definition, Map<String, Integer> versions) {
    public Declared {
      versions = Map.copyOf(versions);
    }
  }

  public LabelledRecords(AvroReader<PredictionLog> predictions, Declared declared) {
    this.predictions = predictions;
    this.declared = declared;
  }

  /** The key of an example on the topic. */
  public static String key(LabelledExample example) {
    return TopicKeys.of(example);
  }

  /**
   * The trace an example belongs to: that of the outcome that has just decided the label, else that
   * of the prediction.
   *
   * @param outcomeTrace of the outcome that was read; empty where it has none, or none was read
   */
  public static String trace(Emission emission, String outcomeTrace) {
    boolean decidedNow =
        emission instanceof Corrected
            || emission instanceof Labelled labelled && labelled.provisional();
    return decidedNow && !outcomeTrace.isEmpty() ? outcomeTrace : emission.prediction().trace();
  }

  public LabelledExample example(Emission emission) {
    LabelledExample.Builder example = rests(asServed(emission), emission.said());
    if (emission instanceof Labelled labelled) {
      decided(example, labelled);
    } else if (emission instanceof Corrected corrected) {
      corrected(example, corrected);
    } else if (emission instanceof Emission.TimedOut timedOut) {
      example.setLabelValue(timedOut.silence().value()).setWeight(timedOut.silence().weight());
      example.setResolution(Resolution.TIMEOUT).setMaturity(Maturity.FINAL);
    } else {
      example.setResolution(Resolution.UNLABELLED).setMaturity(Maturity.FINAL);
    }
    LabelledExample built = example.build();
    sample(built, emission.said().negativeWeight());
    return built;
  }

  private static void sample(LabelledExample example, double negativeWeight) {
    example.setSamplingWeight(isZero(example.getLabelValue()) ? negativeWeight : 1);
    Retraction before = example.getRetracted();
    if (before != null) {
      before.setSamplingWeight(isZero(before.getLabelValue()) ? negativeWeight : 1);
    }
  }

  private static boolean isZero(Double value) {
    return value != null && value == 0;
  }

  /**
   * Whether an example need not be written, since it is left out and so was all that it takes back.
   * What was written once is followed to its end.
   */
  public static boolean isLeftOut(LabelledExample example) {
    Retraction before = example.getRetracted();
    boolean nothingBefore = before == null || before.getSamplingWeight() == 0;
    return example.getSamplingWeight() == 0 && nothingBefore && example.getRevision() < 2;
  }

  private LabelledExample.Builder asServed(Emission emission) {
    PredictionLog log = predictions.read(emission.prediction().payload());
    return LabelledExample.newBuilder()
        .setRequestId(log.getRequestId())
        .setModel(log.getModel())
        .setModelVersion(log.getModelVersion())
        .setLabel(emission.label())
        .setPredictionTime(log.getTimestamp())
        .setScore(log.getModelScore())
        .setDecision(log.getModelDecision())
        .setUserId(log.getUserId())
        .setItemId(log.getItemId())
        .setEntityKeys(log.getEntityKeys())
        .setRawFeatures(log.getRawFeatures())
        .setRankPosition(log.getRankPosition())
        .setExplorationFlag(log.getExplorationFlag())
        .setPropensity(log.getPropensity())
        .setPropensityWeight(
            inverse(log.getPropensity(), emission.said().policy().propensityClip()));
  }

  /** What the decision says of itself may be anything: one that is no propensity says nothing. */
  private static double inverse(Double propensity, double clip) {
    boolean known = propensity != null && propensity > 0 && propensity <= 1;
    return known && clip > 0 ? Math.min(1 / propensity, clip) : 1;
  }

  private LabelledExample.Builder rests(LabelledExample.Builder example, Said said) {
    return example
        .setOutcome(said.grounds().kind())
        .setOutcomes(said.grounds().outcomes())
        .setObservedMs(said.grounds().observedMs())
        .setDefinition(declared.definition())
        .setDefinitionVersion(declared.versions().getOrDefault(said.label(), 0))
        .setPolicy(PolicyText.of(said.policy()));
  }

  private static void decided(LabelledExample.Builder example, Labelled labelled) {
    stands(example, labelled.standing(), labelled.delayMs())
        .setRevision(labelled.revision())
        .setMaturity(labelled.provisional() ? Maturity.PROVISIONAL : Maturity.FINAL);
    if (labelled.retracted() != null) {
      example.setRetracted(retraction(labelled.prediction(), labelled.retracted()));
    }
  }

  private static void corrected(LabelledExample.Builder example, Corrected corrected) {
    stands(example, corrected.standing(), corrected.delayMs())
        .setRevision(corrected.revision())
        .setMaturity(Maturity.LATE)
        .setRetracted(
            corrected.retracted() == null
                ? silence(corrected.silence())
                : retraction(corrected.prediction(), corrected.retracted()));
  }

  private static LabelledExample.Builder stands(
      LabelledExample.Builder example, Standing standing, long delayMs) {
    return example
        .setLabelValue(standing.value())
        .setWeight(standing.weight())
        .setLabelTime(Instant.ofEpochMilli(standing.timeMs()))
        .setLabelDelayMs(delayMs)
        .setResolution(Resolution.OUTCOME);
  }

  private static Retraction retraction(Prediction prediction, Standing before) {
    return new Retraction(
        before.value(), before.weight(), before.timeMs() - prediction.timeMs(), 1.0);
  }

  /** What was said of a label that closed without an outcome. */
  private static Retraction silence(Silence said) {
    return said == null
        ? new Retraction(null, 1.0, null, 1.0)
        : new Retraction(said.value(), said.weight(), null, 1.0);
  }
}
