package io.tidemark.feature;

import io.tidemark.feature.aggregate.SlotLayout;
import java.util.List;

/**
 * The sessions of a group that end after the same gap: events less than a gap apart are of one
 * session, and its values hold until the gap has passed since its last event.
 *
 * @param gapMs how long without events ends a session, in milliseconds
 * @param keepMs how late an event may be and still count, in milliseconds: the longest window of
 *     the group, at least the gap
 * @param layout the aggregates of a session
 * @param outputs the values over the running session
 */
record SessionPlan(long gapMs, long keepMs, SlotLayout layout, List<Output> outputs) {
  SessionPlan {
    outputs = List.copyOf(outputs);
  }

  /** Whether an event of this time is too late to count. */
  boolean isLate(long eventTimeMs, long nowMs) {
    return eventTimeMs <= nowMs - keepMs;
  }

  /** When a session with this last event is over. */
  long overAtMs(long endMs) {
    return endMs + gapMs;
  }

  /** When no event that counts can belong to a session with this last event any more. */
  long forgottenAtMs(long endMs) {
    return endMs + gapMs + keepMs;
  }
}
