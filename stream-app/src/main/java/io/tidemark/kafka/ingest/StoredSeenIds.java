package io.tidemark.kafka.ingest;

import io.tidemark.validation.SeenIds;
import java.time.Duration;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Event ids in a window store, whose segments are dropped as event time passes: an id is remembered
 * for the de-duplication window on either side of its event's time. An event older than that window
 * before the newest cannot be told from a new one and counts as such.
 */
final class StoredSeenIds implements SeenIds {
  private static final byte[] SEEN = {1};
  private final WindowStore<String, byte[]> ids;
  private final long windowMs;
  private long newestMs = Long.MIN_VALUE;

  StoredSeenIds(WindowStore<String, byte[]> ids, Duration window) {
    this.ids = ids;
    this.windowMs = window.toMillis();
  }

  /**
   * How long the store must keep ids: one must still be there when an event a window newer asks for
   * it, while an event yet a window newer has been seen. What is as old as the retention is gone.
   */
  static Duration retention(Duration window) {
    return window.multipliedBy(2).plusMillis(1);
  }

  @Override
  public boolean firstTime(String id, long eventTimeMs) {
    newestMs = Math.max(newestMs, eventTimeMs);
    if (eventTimeMs < newestMs - windowMs) {
      return true;
    }
    long fromMs = Math.max(0, eventTimeMs - windowMs);
    try (WindowStoreIterator<byte[]> seen = ids.fetch(id, fromMs, eventTimeMs + windowMs)) {
      if (seen.hasNext()) {
        return false;
      }
    }
    ids.put(id, SEEN, eventTimeMs);
    return true;
  }
}
