package io.tidemark.monitoring.drift;

/**
 * How many values stand on each side of a comparison.
 *
 * @param current values in the window, {@code N}; at least 1
 * @param baseline values in the baseline, {@code M}; at least 1
 */
public record SampleSizes(long current, long baseline) {

  public SampleSizes {
    if (current < 1 || baseline < 1) {
      throw new IllegalArgumentException(
          "Invalid sample sizes: current %d, baseline %d; both must be at least 1"
              .formatted(current, baseline));
    }
  }

  /** {@code 1/N + 1/M}: the scale of chance differences. */
  public double noise() {
    return 1.0 / current + 1.0 / baseline;
  }
}
