package io.tidemark.bench;

import java.util.Arrays;

/**
 * Draws numbers of which each is as likely as its rank is low: Zipf with exponent 1, or uniform.
 */
final class Popularity {
  private final int count;
  private final double[] cumulative;

  private Popularity(int count, double[] cumulative) {
    this.count = count;
    this.cumulative = cumulative;
  }

  static Popularity uniform(int count) {
    return new Popularity(count, new double[0]);
  }

  static Popularity zipf(int count) {
    double[] sums = new double[count];
    double sum = 0;
    for (int rank = 0; rank < count; rank++) {
      sum += 1.0 / (rank + 1);
      sums[rank] = sum;
    }
    for (int rank = 0; rank < count; rank++) {
      sums[rank] /= sum;
    }
    return new Popularity(count, sums);
  }

  /**
   * The number drawn.
   *
   * @param chance from 0 to 1, without 1
   */
  int draw(double chance) {
    if (cumulative.length == 0) {
      return (int) (chance * count);
    }
    int found = Arrays.binarySearch(cumulative, chance);
    return Math.min(found < 0 ? -found - 1 : found + 1, count - 1);
  }
}
