package io.tidemark.kafka.ingest;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.validation.SeenIds;
import java.time.Duration;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Event ids in a window store, whose segments are dropped as event time passes.
 *
 * <p>Time is cut into buckets of a millisecond more than the window, so that what shares an id and
 * a bucket is a repeat, and a repeat is of the same bucket or of a neighbour. A row is what was
 * accepted of an id in a bucket: its key the id and the bucket's start, its value the event's time.
 * Asking takes three exact gets at most, and none where filters on the heap know that the id is in
 * none of the buckets.
 *
 * <p>The time of the newest event is kept beside them ({@link #saveNewest}), so that a memory that
 * is taken up again, here or elsewhere, answers as if it had never been put down. An event before
 * 1970 is never remembered. Not thread-safe.
 */
final class StoredSeenIds implements SeenIds {
  private static final Hasher64 HASHER = Hashing.xxh3_64();

  /** Key of the time of the newest event; an id may be empty too, but is at a bucket's start. */
  private static final String NEWEST = "";

  private static final long NEWEST_AFTER_START_MS = 1;

  private final WindowStore<String, Long> ids;
  private final long windowMs;
  private final long bucketMs;
  private final BucketFilters filters;
  private long newestMs;
  private long savedMs;

  /**
   * @param ids keeps them for {@link #retention} at least
   * @param window how long an id is remembered; at least a millisecond
   */
  StoredSeenIds(WindowStore<String, Long> ids, Duration window) {
    this.ids = ids;
    this.windowMs = window.toMillis();
    this.bucketMs = bucketMs(window);
    this.savedMs = newestSaved();
    this.newestMs = savedMs;
    this.filters = new BucketFilters(bucket(newestMs) + 1);
  }

  private static long bucketMs(Duration window) {
    return window.toMillis() + 1;
  }

  /**
   * How long the store must keep rows: an event a window before the newest asks for the bucket
   * before its own, which begins two buckets before the newest one. What is as old as the retention
   * is gone.
   */
  static Duration retention(Duration window) {
    return Duration.ofMillis(2 * bucketMs(window) + NEWEST_AFTER_START_MS + 1);
  }

  /** Rows of the empty id are no newer than the newest event, so they need not be told apart. */
  private long newestSaved() {
    long newest = Long.MIN_VALUE;
    try (WindowStoreIterator<Long> saved = ids.fetch(NEWEST, 0, Long.MAX_VALUE)) {
      while (saved.hasNext()) {
        newest = Math.max(newest, saved.next().value);
      }
    }
    return newest;
  }

  @Override
  public boolean firstTime(String id, long eventTimeMs) {
    advanceTo(eventTimeMs);
    if (eventTimeMs < newestMs - windowMs) {
      return true;
    }
    long hash = HASHER.hashCharsToLong(id);
    long bucket = bucket(eventTimeMs);
    if (isSeen(id, hash, eventTimeMs, bucket)
        || isSeen(id, hash, eventTimeMs, bucket - 1)
        || isSeen(id, hash, eventTimeMs, bucket + 1)) {
      return false;
    }
    remember(id, hash, eventTimeMs, bucket);
    return true;
  }

  /** A new bucket is made known before it gets ids: whoever takes over knows it is not whole. */
  private void advanceTo(long eventTimeMs) {
    if (eventTimeMs > newestMs) {
      newestMs = eventTimeMs;
      if (bucket(newestMs) > bucket(savedMs)) {
        saveNewest();
      }
    }
  }

  private boolean isSeen(String id, long hash, long eventTimeMs, long bucket) {
    if (bucket < 0 || !filters.mayContain(bucket, hash)) {
      return false;
    }
    Long seenMs = ids.fetch(id, bucket * bucketMs);
    return seenMs != null && Math.abs(eventTimeMs - seenMs) <= windowMs;
  }

  private void remember(String id, long hash, long eventTimeMs, long bucket) {
    if (bucket >= 0) {
      ids.put(id, eventTimeMs, bucket * bucketMs);
      filters.add(bucket, hash);
    }
  }

  /** Puts down how new the newest event is; to be called before each commit. */
  void saveNewest() {
    if (newestMs > savedMs && newestMs >= 0) {
      ids.put(NEWEST, newestMs, bucket(newestMs) * bucketMs + NEWEST_AFTER_START_MS);
      savedMs = newestMs;
    }
  }

  private long bucket(long timeMs) {
    return Math.floorDiv(timeMs, bucketMs);
  }
}
