package io.tidemark.erasure;

/**
 * From which event times on an entity counts: what happened before it was erased is not taken
 * again.
 *
 * @param liveBeforeMs events that come in count from then on; milliseconds since the Unix epoch,
 *     {@link Long#MIN_VALUE} where all do
 * @param pastBeforeMs the same of events that are read again for groups that are new
 */
public record Cutoffs(long liveBeforeMs, long pastBeforeMs) {
  /** Of an entity that was never erased. */
  public static final Cutoffs NONE = new Cutoffs(Long.MIN_VALUE, Long.MIN_VALUE);

  /** Whether an event counts. */
  public boolean keeps(long eventTimeMs, boolean past) {
    return eventTimeMs >= (past ? pastBeforeMs : liveBeforeMs);
  }

  /** What holds after another erasure, whichever came first. */
  Cutoffs and(Cutoffs other) {
    return new Cutoffs(
        Math.max(liveBeforeMs, other.liveBeforeMs), Math.max(pastBeforeMs, other.pastBeforeMs));
  }
}
