package io.tidemark.monitoring.quality;

import java.util.Locale;

/** A figure of a cohort that may have a bound. */
public enum Judged {
  /** Area under the receiver operating characteristic: better when larger. */
  AUC(true),
  /** Log loss in nats, where a score of 0 or 1 counts as a millionth away from it. */
  LOG_LOSS(false),
  /** Brier score. */
  BRIER(false),
  /** Expected calibration error, less what chance alone would give so few labels. */
  ECE(false);

  private final boolean moreIsBetter;

  Judged(boolean moreIsBetter) {
    this.moreIsBetter = moreIsBetter;
  }

  /** Whether its bound is the least that is good; otherwise the most. */
  public boolean moreIsBetter() {
    return moreIsBetter;
  }

  /** As definitions, tags and records have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The figure of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Judged of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** By how much a value is on the bad side of a bound; below 0 on the good one. */
  double excess(double value, double bound) {
    return moreIsBetter ? bound - value : value - bound;
  }
}
