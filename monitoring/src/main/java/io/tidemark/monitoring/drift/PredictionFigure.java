package io.tidemark.monitoring.drift;

import java.util.Comparator;

/**
 * A number of predictions.
 *
 * @param model the model's name
 * @param state what became of them
 */
public record PredictionFigure(String model, PredictionState state)
    implements Comparable<PredictionFigure> {
  private static final Comparator<PredictionFigure> ORDER =
      Comparator.comparing(PredictionFigure::model).thenComparing(PredictionFigure::state);

  @Override
  public int compareTo(PredictionFigure other) {
    return ORDER.compare(this, other);
  }
}
