package io.tidemark.testkit;

import io.tidemark.validation.SeenIds;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Event ids as the service's window store remembers them: for the de-duplication window on either
 * side of an event's time. An event older than that before the newest counts as new. Nothing is
 * dropped: a scenario is short. Not thread-safe.
 */
final class ScenarioSeenIds implements SeenIds {
  private final long windowMs;
  private final Map<String, TreeSet<Long>> timesById = new HashMap<>();
  private long newestMs = Long.MIN_VALUE;

  ScenarioSeenIds(Duration window) {
    this.windowMs = window.toMillis();
  }

  @Override
  public boolean firstTime(String id, long eventTimeMs) {
    newestMs = Math.max(newestMs, eventTimeMs);
    if (eventTimeMs < newestMs - windowMs) {
      return true;
    }
    TreeSet<Long> times = timesById.computeIfAbsent(id, first -> new TreeSet<>());
    Long nearest = times.ceiling(eventTimeMs - windowMs);
    boolean first = nearest == null || nearest > eventTimeMs + windowMs;
    if (first) {
      times.add(eventTimeMs);
    }
    return first;
  }
}
