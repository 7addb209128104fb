package io.tidemark.monitoring.quality;

/**
 * How far numbers that a model gave are from those that came. All in the unit of the numbers, NaN
 * without any.
 *
 * @param meanAbsolute mean distance, 0 or more
 * @param rootMeanSquare root of the mean squared distance, at least {@code meanAbsolute}
 * @param bias mean of prediction less label: positive where the model says too much
 */
public record NumericErrors(double meanAbsolute, double rootMeanSquare, double bias) {

  /** Errors of predictions beside their labels, in their order. */
  public static NumericErrors of(double[] predictions, double[] labels) {
    if (predictions.length != labels.length) {
      throw new IllegalArgumentException(
          "Cannot compare %d predictions with %d labels: there must be one for each"
              .formatted(predictions.length, labels.length));
    }
    double absolute = 0;
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double error = predictions[i] - labels[i];
      absolute += Math.abs(error);
      squares += error * error;
      sum += error;
    }
    int count = labels.length;
    return new NumericErrors(absolute / count, Math.sqrt(squares / count), sum / count);
  }
}
