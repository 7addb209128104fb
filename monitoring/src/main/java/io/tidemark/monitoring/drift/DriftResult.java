package io.tidemark.monitoring.drift;

import java.util.Optional;

/**
 * What is known about the drift of one feature in one window.
 *
 * @param feature the feature's name
 * @param status the verdict
 * @param reason why there are no figures, or why the verdict is what it is; for people
 * @param currentCount values in the window, {@code N}
 * @param baselineCount values in the baseline, {@code M}; 0 without one
 * @param binningHash hash of the bins both sides are counted in; empty without a baseline
 * @param evidence the figures; present exactly when a comparison was made. Without one there are
 *     none: an absent PSI is not a PSI of 0
 */
public record DriftResult(
    String feature,
    DriftStatus status,
    String reason,
    long currentCount,
    long baselineCount,
    String binningHash,
    Optional<Evidence> evidence) {

  public DriftResult {
    if (status.isEvaluated() != evidence.isPresent()) {
      throw new IllegalArgumentException(
          "Invalid drift result of '%s': status %s with evidence %s; figures must be present exactly for a comparison"
              .formatted(feature, status, evidence));
    }
  }

  /** The result for values nobody has a baseline for. */
  public static DriftResult noBaseline(String feature, long currentCount) {
    return new DriftResult(
        feature,
        DriftStatus.NO_BASELINE,
        "no baseline for this model version and feature",
        currentCount,
        0,
        "",
        Optional.empty());
  }
}
