package io.tidemark.monitoring.drift;

/**
 * What one drift value is about: one feature of one model version.
 *
 * @param model the model's name
 * @param version its version
 * @param feature the name in the baseline; {@link #SCORE} and {@link #DECISION} are the model's own
 */
public record Series(String model, String version, String feature) {
  /** The model's score, as a feature of the baseline: no feature a user logs starts with '@'. */
  public static final String SCORE = "@score";

  /** The model's decision. */
  public static final String DECISION = "@decision";

  /** Where the values come from. */
  public Surface surface() {
    return switch (feature) {
      case SCORE -> Surface.SCORE;
      case DECISION -> Surface.DECISION;
      default -> Surface.FEATURE;
    };
  }

  /** The name to show. */
  public String label() {
    return feature.startsWith("@") ? feature.substring(1) : feature;
  }
}
