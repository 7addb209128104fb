package io.tidemark.definition;

import java.time.Duration;

/**
 * What an aggregation is told beside its input; each uses the ones it needs.
 *
 * @param size how many values {@code last_n} ({@code n}) and {@code top_k} ({@code k}) give, 1 to
 *     100
 * @param max how many distinct values {@code distinct} and {@code top_k} keep, 1 to 1,000
 * @param quantile which one {@code quantile} gives ({@code p}), in [0, 1]
 * @param halfLife after which an event counts half in {@code decayed_sum} and {@code
 *     decayed_count}, 1 minute to 90 days
 * @param per the unit of time of {@code rate}
 */
public record AggregateParameters(
    int size, int max, double quantile, Duration halfLife, Duration per) {
  /** For aggregations that need none, and what the others start from. */
  public static final AggregateParameters NONE =
      new AggregateParameters(1, 100, 0.5, Duration.ofHours(1), Duration.ofSeconds(1));

  /** The same with another size. */
  public AggregateParameters withSize(int value) {
    return new AggregateParameters(value, max, quantile, halfLife, per);
  }

  /** The same with another bound of distinct values. */
  public AggregateParameters withMax(int value) {
    return new AggregateParameters(size, value, quantile, halfLife, per);
  }

  /** The same with another quantile. */
  public AggregateParameters withQuantile(double value) {
    return new AggregateParameters(size, max, value, halfLife, per);
  }

  /** The same with another half-life. */
  public AggregateParameters withHalfLife(Duration value) {
    return new AggregateParameters(size, max, quantile, value, per);
  }

  /** The same with another unit of time. */
  public AggregateParameters withPer(Duration value) {
    return new AggregateParameters(size, max, quantile, halfLife, value);
  }
}
