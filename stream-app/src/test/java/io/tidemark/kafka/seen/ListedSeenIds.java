package io.tidemark.kafka.seen;

import io.tidemark.validation.SeenIds;
import java.util.ArrayList;
import java.util.List;

/** All that was ever accepted. */
final class ListedSeenIds implements SeenIds {
  private final long windowMs;
  private final List<String> accepted = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private long newestMs = Long.MIN_VALUE;
  private int committed;
  private long committedNewestMs = Long.MIN_VALUE;

  ListedSeenIds(long windowMs) {
    this.windowMs = windowMs;
  }

  @Override
  public boolean firstTime(String id, long eventTimeMs) {
    newestMs = Math.max(newestMs, eventTimeMs);
    if (eventTimeMs < newestMs - windowMs) {
      return true;
    }
    for (int i = 0; i < accepted.size(); i++) {
      if (accepted.get(i).equals(id) && Math.abs(times.get(i) - eventTimeMs) <= windowMs) {
        return false;
      }
    }
    accepted.add(id);
    times.add(eventTimeMs);
    return true;
  }

  void commit() {
    committed = accepted.size();
    committedNewestMs = newestMs;
  }

  /** Forgets what came since the last commit. */
  void rollBack() {
    accepted.subList(committed, accepted.size()).clear();
    times.subList(committed, times.size()).clear();
    newestMs = committedNewestMs;
  }
}
