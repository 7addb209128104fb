package io.tidemark.definition;

import java.time.Duration;
import java.util.List;

/**
 * A model whose predictions are joined to outcomes and watched for drift.
 *
 * @param name tag on metrics; matched against the prediction log's {@code model} field
 * @param predictionTopic topic of {@code PredictionLog} records
 * @param outcomeTopic topic of {@code OutcomeLog} records, or {@code null} for drift alone
 * @param labels what outcomes mean, each with a window of its own; at least one with an outcome
 *     topic
 * @param drift how drift is measured
 */
public record Model(
    String name, String predictionTopic, String outcomeTopic, List<Label> labels, Drift drift) {

  public Model {
    labels = List.copyOf(labels);
  }

  /**
   * A label derived from outcomes.
   *
   * @param name the label's name
   * @param window outcomes count from the prediction's time until this much later
   * @param grace extra time to wait for outcomes that happened inside the window but arrive late
   * @param positive boolean expression over the outcome
   * @param weight numeric expression over the outcome, or {@code null} for weight 1
   * @param onTimeout what a prediction without an outcome becomes
   */
  public record Label(
      String name,
      Duration window,
      Duration grace,
      String positive,
      String weight,
      OnTimeout onTimeout) {}

  /** What a prediction becomes when its window closes without an outcome. */
  public enum OnTimeout {
    NEGATIVE,
    UNLABELLED
  }

  /**
   * How drift is measured.
   *
   * @param windows rolling windows, each a multiple of one minute
   * @param baselineFile a JSON baseline to publish at start, or {@code null} when baselines arrive
   *     on the baseline topic
   * @param warn PSI from which a shift counts as moderate
   * @param alert PSI above which a shift counts as significant
   */
  public record Drift(List<Window> windows, String baselineFile, double warn, double alert) {

    public Drift {
      windows = List.copyOf(windows);
    }
  }
}
