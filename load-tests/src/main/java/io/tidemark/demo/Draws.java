package io.tidemark.demo;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Random values from a seed, the same on every machine and Java version: the transcendental
 * functions are those of {@link StrictMath}. Not thread-safe.
 */
final class Draws {

  private final SplittableRandom random;

  private Draws(SplittableRandom random) {
    this.random = random;
  }

  static Draws seeded(long seed) {
    return new Draws(new SplittableRandom(seed));
  }

  /** A source of its own: what it gives does not depend on how often this one is asked later. */
  Draws split() {
    return new Draws(random.split());
  }

  /** Uniform in {@code [0, 1)}. */
  double uniform() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in {@code [low, high)}. */
  double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform in {@code [0, bound)}. */
  int index(int bound) {
    return (int) (uniform() * bound);
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - uniform());
  }

  /** Normal by Box and Muller; one of the two values is dropped to keep no state. */
  double normal(double mean, double deviation) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return mean + deviation * radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  double logNormal(double median, double sigma) {
    return median * StrictMath.exp(normal(0, sigma));
  }

  <T> T pick(List<T> values) {
    return values.get(index(values.size()));
  }
}
