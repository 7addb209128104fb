package io.tidemark.feature;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What one group holds of events dated ahead of the clock: aggregated, by the instant at which it
 * counts, so that whatever the aggregates are, it is merged into them then.
 *
 * <p>The first {@link #EXACT} instants are kept to the millisecond. Beyond them an event counts at
 * the next whole second, so that a hot key takes no more memory than its producers' clocks may be
 * ahead in seconds; nothing is dropped. Not thread-safe.
 */
final class Ahead {
  /** So many instants of one entity are kept to the millisecond. */
  static final int EXACT = 1_000;

  private static final long COARSE_MS = 1_000;

  /** An entry of the map and the instant. */
  private static final int ENTRY_BYTES = 64;

  private final TreeMap<Long, GroupState> parts = new TreeMap<>();

  /** The part that an event of this time is added to. */
  GroupState open(GroupPlan plan, long timeMs) {
    GroupState part = parts.get(timeMs);
    if (part == null) {
      part =
          at(plan, parts.size() < EXACT ? timeMs : -Math.floorDiv(-timeMs, COARSE_MS) * COARSE_MS);
    }
    return part;
  }

  /** The part that counts at exactly this instant. */
  GroupState at(GroupPlan plan, long dueMs) {
    return parts.computeIfAbsent(dueMs, absent -> new GroupState(plan));
  }

  /** The earliest instant at which something counts. */
  long firstMs() {
    return parts.firstKey();
  }

  /** The instant at which everything counts. */
  long lastMs() {
    return parts.lastKey();
  }

  /** Removes the part that counts first. */
  GroupState takeFirst() {
    return parts.pollFirstEntry().getValue();
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  int size() {
    return parts.size();
  }

  /** Every part with its instant, the earliest first. */
  void forEach(BiConsumer<Long, GroupState> part) {
    parts.forEach(part);
  }

  long heapBytes() {
    long bytes = 0;
    for (Map.Entry<Long, GroupState> part : parts.entrySet()) {
      bytes += ENTRY_BYTES + part.getValue().heapBytes();
    }
    return bytes;
  }
}
