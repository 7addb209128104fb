package io.tidemark.validation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Event ids in memory: the reference for stores that survive a restart, and what a test kit needs.
 *
 * <p>What no event that is not itself too old could repeat is forgotten; so are the oldest ids
 * beyond {@code maxIds}. Not thread-safe.
 */
public final class InMemorySeenIds implements SeenIds {
  private final long windowMs;
  private final int maxIds;
  private final Map<String, TreeSet<Long>> timesById = new HashMap<>();
  private final PriorityQueue<Seen> oldestFirst = new PriorityQueue<>();
  private long newestMs = Long.MIN_VALUE;

  /**
   * @param window how long an id is remembered; at least 0
   * @param maxIds how many are remembered; at least 1
   */
  public InMemorySeenIds(Duration window, int maxIds) {
    if (window.isNegative() || maxIds < 1) {
      throw new IllegalArgumentException(
          "Invalid memory of "
              + maxIds
              + " ids for "
              + window
              + ": must be at least 1 id and not a negative time.");
    }
    this.windowMs = window.toMillis();
    this.maxIds = maxIds;
  }

  @Override
  public boolean firstTime(String id, long eventTimeMs) {
    newestMs = Math.max(newestMs, eventTimeMs);
    if (eventTimeMs < newestMs - windowMs) {
      return true;
    }
    forget(newestMs - 2 * windowMs, maxIds);
    if (isRemembered(id, eventTimeMs)) {
      return false;
    }
    forget(newestMs - 2 * windowMs, maxIds - 1);
    timesById.computeIfAbsent(id, first -> new TreeSet<>()).add(eventTimeMs);
    oldestFirst.add(new Seen(eventTimeMs, id));
    return true;
  }

  private boolean isRemembered(String id, long eventTimeMs) {
    TreeSet<Long> times = timesById.get(id);
    Long nearest = times == null ? null : times.ceiling(eventTimeMs - windowMs);
    return nearest != null && nearest <= eventTimeMs + windowMs;
  }

  /** How many ids are remembered; one twice where its events were further apart than the window. */
  public int size() {
    return oldestFirst.size();
  }

  private void forget(long beforeMs, int most) {
    while (!oldestFirst.isEmpty()
        && (oldestFirst.peek().timeMs() < beforeMs || oldestFirst.size() > most)) {
      Seen oldest = oldestFirst.poll();
      TreeSet<Long> times = timesById.get(oldest.id());
      times.remove(oldest.timeMs());
      if (times.isEmpty()) {
        timesById.remove(oldest.id());
      }
    }
  }

  private record Seen(long timeMs, String id) implements Comparable<Seen> {
    @Override
    public int compareTo(Seen other) {
      int byTime = Long.compare(timeMs, other.timeMs);
      return byTime != 0 ? byTime : id.compareTo(other.id);
    }
  }
}
