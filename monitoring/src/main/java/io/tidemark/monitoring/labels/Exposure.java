package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * How many predictions waited in steps of time and how many of them an outcome decided then, by
 * age; and how far what came was from what was expected. Mutable; not thread-safe.
 */
final class Exposure {
  private final double[] waiting = new double[WaitAges.SIZE];
  private final double[] came = new double[WaitAges.SIZE];

  /** Over the steps in which something was expected, by what was known before each. */
  private double expected;

  private double squares;

  /** Counts a prediction that waits in a step, and is that old. */
  void waits(int age, long predictions) {
    waiting[age] += predictions;
  }

  /** Counts one of them that is decided in the step. */
  void comes(int age, long predictions) {
    came[age] += predictions;
  }

  /** Notes what was expected of a step, and what came. */
  void judged(double expectedCount, double cameCount) {
    expected += expectedCount;
    squares += (cameCount - expectedCount) * (cameCount - expectedCount);
  }

  void add(Exposure more) {
    for (int age = 0; age < WaitAges.SIZE; age++) {
      waiting[age] += more.waiting[age];
      came[age] += more.came[age];
    }
    expected += more.expected;
    squares += more.squares;
  }

  /** Lets what was counted weigh less. */
  void fade(double share) {
    for (int age = 0; age < WaitAges.SIZE; age++) {
      waiting[age] *= share;
      came[age] *= share;
    }
    expected *= share;
    squares *= share;
  }

  double waiting() {
    return sum(waiting);
  }

  double came() {
    return sum(came);
  }

  private static double sum(double[] by) {
    double sum = 0;
    for (double one : by) {
      sum += one;
    }
    return sum;
  }

  double expected() {
    return expected;
  }

  /** Which share of predictions of an age an outcome decides in one step; 0 where none waited. */
  double hazard(int age) {
    return waiting[age] <= 0 ? 0 : Math.min(1, came[age] / waiting[age]);
  }

  /** How many outcomes are to come in a step in which so many wait. */
  double expect(Exposure step) {
    double sum = 0;
    for (int age = 0; age < WaitAges.SIZE; age++) {
      sum += hazard(age) * step.waiting[age];
    }
    return sum;
  }

  /** Variance of what comes in a step relative to that of independent outcomes, 1 or more. */
  double dispersion() {
    return expected <= 0 ? 1 : Math.max(1, squares / expected);
  }

  void putInto(ByteWriter out) {
    out.real(expected).real(squares);
    for (int age = 0; age < WaitAges.SIZE; age++) {
      // most ages have seen nothing
      out.flag(waiting[age] != 0 || came[age] != 0);
      if (waiting[age] != 0 || came[age] != 0) {
        out.real(waiting[age]).real(came[age]);
      }
    }
  }

  static Exposure next(ByteReader in) {
    Exposure exposure = new Exposure();
    exposure.expected = in.real();
    exposure.squares = in.real();
    for (int age = 0; age < WaitAges.SIZE; age++) {
      if (in.flag()) {
        exposure.waiting[age] = in.real();
        exposure.came[age] = in.real();
      }
    }
    return exposure;
  }
}
