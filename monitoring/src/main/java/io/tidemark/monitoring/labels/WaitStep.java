package io.tidemark.monitoring.labels;

import java.time.Duration;

/**
 * The step of time in which the waits for a label are counted: longer for longer windows, and each
 * a whole multiple of the shorter ones.
 *
 * @param lengthMs its length
 */
public record WaitStep(long lengthMs) {
  /** Steps after which an hour's worth of them is counted as one, and how many those are. */
  static final int COARSE = 60;

  private static final int FINE = 180;

  private static final long[] LENGTHS_MS = {1_000, 5_000, 15_000, 60_000};

  /** The longest with which the window of a label has at least a minute's worth of steps. */
  public static WaitStep of(Duration window) {
    long length = LENGTHS_MS[0];
    for (long one : LENGTHS_MS) {
      length = one * COARSE <= window.toMillis() ? one : length;
    }
    return new WaitStep(length);
  }

  /** The first instant of the step that an instant is in. */
  public long floor(long timeMs) {
    return Math.floorDiv(timeMs, lengthMs) * lengthMs;
  }

  long coarseMs() {
    return lengthMs * COARSE;
  }

  /** Where a prediction of this time is counted, when it is this time. */
  long slot(long timeMs, long nowMs) {
    return timeMs < fineFromMs(nowMs)
        ? Math.floorDiv(timeMs, coarseMs()) * coarseMs()
        : floor(timeMs);
  }

  /** Predictions from before this are counted in coarse slots: a multiple of their length. */
  long fineFromMs(long nowMs) {
    return Math.floorDiv(nowMs - FINE * lengthMs, coarseMs()) * coarseMs();
  }
}
