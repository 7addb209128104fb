package io.tidemark.validation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Event ids of one window of event time, in memory: the reference for stores that survive a
 * restart.
 *
 * <p>An id is remembered until an event later than {@code time + window} has been seen, at most for
 * {@code maxIds} ids; beyond that the oldest are forgotten first. An event that is itself older
 * than what is remembered cannot be told from a new one and counts as such. Not thread-safe.
 */
public final class InMemorySeenIds implements SeenIds {
  private final long windowMs;
  private final int maxIds;
  private final Map<String, Long> timeById = new HashMap<>();
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
    forget();
    if (timeById.containsKey(id)) {
      return false;
    }
    if (eventTimeMs >= newestMs - windowMs) {
      timeById.put(id, eventTimeMs);
      oldestFirst.add(new Seen(eventTimeMs, id));
      forget();
    }
    return true;
  }

  /** How many ids are remembered. */
  public int size() {
    return timeById.size();
  }

  private void forget() {
    while (!oldestFirst.isEmpty()
        && (oldestFirst.peek().timeMs() < newestMs - windowMs || timeById.size() > maxIds)) {
      timeById.remove(oldestFirst.poll().id());
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
