package io.tidemark.monitoring.quality;

/**
 * The cells in which scores are counted: one for each multiple of a thousandth, 0 to 1, and one for
 * what lies between two of them. So a threshold of three decimals, tenths of either closed end, and
 * the ranking of scores of three decimals are exact. A thousandth is the double nearest to it.
 */
final class ScoreCells {
  static final int STEPS = 1_000;

  /** Cells are numbered from 0 in the order of their scores. */
  static final int SIZE = 2 * STEPS + 1;

  private ScoreCells() {}

  /** The cell of a score from 0 to 1. */
  static int of(double score) {
    int below = (int) Math.floor(score * STEPS);
    // the product may be rounded over a border
    if (edge(below) > score) {
      below--;
    } else if (below < STEPS && edge(below + 1) <= score) {
      below++;
    }
    return 2 * below + (score == edge(below) ? 0 : 1);
  }

  private static double edge(int thousandths) {
    return thousandths / (double) STEPS;
  }

  /** The first cell whose scores are all at least a threshold, which is whole thousandths. */
  static int from(double threshold) {
    return 2 * (int) Math.round(threshold * STEPS);
  }

  /**
   * The bin of a cell among bins of equal width, {@code (i/bins, (i+1)/bins]}, the first with 0.
   *
   * @param bins a divisor of {@link #STEPS}
   */
  static int bin(int cell, int bins) {
    int above = Math.max((cell + 1) / 2, 1);
    return (above - 1) / (STEPS / bins);
  }
}
