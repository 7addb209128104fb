package io.tidemark.monitoring.quality;

/**
 * Whose cohorts follow each other.
 *
 * @param model the model's name
 * @param version its version
 * @param label the label's name
 * @param exploration whether its predictions explored
 */
public record QualitySeries(String model, String version, String label, boolean exploration) {

  /** The series that a cohort belongs to. */
  public static QualitySeries of(CohortKey key) {
    return new QualitySeries(key.model(), key.version(), key.label(), key.exploration());
  }
}
