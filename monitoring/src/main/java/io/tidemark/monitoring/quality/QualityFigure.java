package io.tidemark.monitoring.quality;

import java.util.Comparator;

/**
 * A number of predictions.
 *
 * @param model the model's name; {@link #OTHER} for any that is not declared
 * @param state what became of them
 */
public record QualityFigure(String model, QualityState state) implements Comparable<QualityFigure> {
  /** Stands for every model that is not declared. */
  public static final String OTHER = "other";

  private static final Comparator<QualityFigure> ORDER =
      Comparator.comparing(QualityFigure::model).thenComparing(QualityFigure::state);

  @Override
  public int compareTo(QualityFigure other) {
    return ORDER.compare(this, other);
  }
}
