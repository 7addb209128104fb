package io.tidemark.monitoring.labels;

import io.tidemark.bytes.ByteReader;
import io.tidemark.bytes.ByteWriter;

/**
 * At which ages of their predictions the outcomes of a label come, as far as it is known: made from
 * the share that is decided in each step of those that still wait, so that predictions which are
 * not over count for what is known of them. Immutable.
 */
public final class LabelDelays {
  /** Parts into which a time is cut to average over it. */
  private static final int PARTS = 8;

  private final WaitStep step;

  /** Which share of predictions an outcome decides at an age of each bucket. */
  private final double[] shares;

  private final double all;

  private LabelDelays(WaitStep step, double[] shares) {
    this.step = step;
    this.shares = shares;
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    this.all = sum;
  }

  static LabelDelays of(Exposure known, WaitStep step) {
    double[] shares = new double[WaitAges.SIZE];
    double waiting = 1;
    for (int age = 0; age < WaitAges.SIZE; age++) {
      double left = waiting * StrictMath.pow(1 - known.hazard(age), WaitAges.width(age));
      shares[age] = waiting - left;
      waiting = left;
    }
    return new LabelDelays(step, shares);
  }

  void putInto(ByteWriter out) {
    out.unsigned(step.lengthMs());
    for (double share : shares) {
      out.flag(share != 0);
      if (share != 0) {
        out.real(share);
      }
    }
  }

  static LabelDelays next(ByteReader in) {
    WaitStep step = new WaitStep(in.unsigned());
    double[] shares = new double[WaitAges.SIZE];
    for (int age = 0; age < WaitAges.SIZE; age++) {
      shares[age] = in.flag() ? in.real() : 0;
    }
    return new LabelDelays(step, shares);
  }

  /** Which share of predictions an outcome decides in the end, 0 to 1. */
  public double decided() {
    return all;
  }

  /**
   * Which share of the outcomes has come by an age: the completeness of a cohort that old. 0 to 1;
   * 0 where nothing is known.
   */
  public double completeness(long ageMs) {
    return all <= 0 ? 0 : came(ageMs) / all;
  }

  /** Ages between the ends of a bucket are as often as each other. */
  private double came(long ageMs) {
    double steps = ageMs / (double) step.lengthMs();
    double sum = 0;
    for (int age = 0; age < WaitAges.SIZE && WaitAges.from(age) < steps; age++) {
      sum += shares[age] * Math.min(1, (steps - WaitAges.from(age)) / WaitAges.width(age));
    }
    return sum;
  }

  /**
   * The age by which a share of the outcomes has come, milliseconds, to the end of its bucket; -1
   * where nothing is known.
   */
  public long quantileMs(double share) {
    double sum = 0;
    for (int age = 0; all > 0 && age < WaitAges.SIZE; age++) {
      sum += shares[age];
      if (sum >= share * all) {
        return (WaitAges.from(age) + WaitAges.width(age)) * step.lengthMs();
      }
    }
    return -1;
  }

  /** Of predictions made in a time, the share of outcomes that would come in an outage. */
  double shareWithin(long fromMs, long toMs, Outage outage) {
    double sum = 0;
    for (int part = 0; part < PARTS; part++) {
      long madeMs = fromMs + (toMs - fromMs) * (2 * part + 1) / (2 * PARTS);
      sum +=
          completeness(Math.max(0, outage.untilMs() - madeMs))
              - completeness(Math.max(0, outage.fromMs() - madeMs));
    }
    return sum / PARTS;
  }
}
