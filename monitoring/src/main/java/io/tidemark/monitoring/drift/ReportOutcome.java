package io.tidemark.monitoring.drift;

import io.tidemark.monitoring.drift.tiles.RollingTiles;

/** What became of a report of a tile: exactly one of these. */
public enum ReportOutcome {
  /** The tile changed. */
  APPLIED,
  /** The report says what was known. */
  UNCHANGED,
  /** The tile no longer takes reports. */
  TOO_LATE,
  /** The tile is further ahead of time than the longest window is long. */
  TOO_EARLY,
  /** It counts over the bins of another baseline than the one in force. */
  OTHER_BINS,
  /** Its model is not declared, or not any more. */
  NO_MODEL;

  static ReportOutcome of(RollingTiles.Put put) {
    return switch (put) {
      case APPLIED -> APPLIED;
      case UNCHANGED -> UNCHANGED;
      case TOO_LATE -> TOO_LATE;
      case TOO_EARLY -> TOO_EARLY;
    };
  }

  /** Whether it counts over bins in force, however late or early it is. */
  public boolean isComparable() {
    return this != OTHER_BINS && this != NO_MODEL;
  }
}
