package io.tidemark.testkit;

import io.tidemark.definition.ClockMode;
import java.util.function.LongSupplier;

/**
 * The instant windows slide by: as in the service the test's clock alone, or stream time alone
 * where definitions say {@code clock: stream}. Not thread-safe.
 */
final class ScenarioClock {
  private final ClockMode mode;
  private final LongSupplier wallMs;
  private long streamMs = Long.MIN_VALUE;

  ScenarioClock(ClockMode mode, LongSupplier wallMs) {
    this.mode = mode;
    this.wallMs = wallMs;
  }

  void observe(long eventTimeMs) {
    streamMs = Math.max(streamMs, eventTimeMs);
  }

  /** As {@link #nowMs}; while no stream time is known, the given instant. */
  long nowMsOr(long ownMs) {
    long nowMs = nowMs();
    return nowMs == Long.MIN_VALUE ? ownMs : nowMs;
  }

  long nowMs() {
    return mode == ClockMode.STREAM ? streamMs : wallMs.getAsLong();
  }
}
