package io.tidemark.kafka.seen;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.tidemark.bytes.ByteReader;
import io.tidemark.seen.BucketFilters;
import io.tidemark.seen.IdBuckets;
import io.tidemark.seen.IdHead;
import io.tidemark.seen.IdRowCodec;
import io.tidemark.seen.PendingIds;
import io.tidemark.validation.SeenIds;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Event ids as hashes of 128 bits: what was accepted since the last commit on the heap, the rest in
 * a {@link RocksIdIndex}, which takes them a row at a time.
 *
 * <p>Filters on the heap know of nearly every new id that it is in none of the {@link IdBuckets};
 * for the others the answer takes three exact gets at most. A row also has the time of the newest
 * event, so that a memory that is taken up again after a commit, here or elsewhere, answers as if
 * it had never been put down. An event before 1970 is never remembered. Not thread-safe.
 */
public final class StoredSeenIds implements SeenIds {
  private static final Hasher128 HASHER = Hashing.xxh3_128();

  /** More than are written, so that those of a backlog are removed in time. */
  private static final int MOST_ROWS_REMOVED = 64;

  private final KeyValueStore<Bytes, byte[]> store;
  private final IdBuckets buckets;
  private final BucketFilters filters;
  private final PendingIds pending = new PendingIds();
  private long newestMs;
  private long savedMs;
  private long firstRow;
  private long nextRow;

  /**
   * @param store of {@link RocksIdIndex#builder}, for the same window
   * @param window how long an id is remembered; at least a millisecond
   */
  /**
   * Goes on with what is in a store.
   *
   * @param window for how much event time ids are remembered
   */
  public StoredSeenIds(KeyValueStore<Bytes, byte[]> store, Duration window) {
    this.store = store;
    this.buckets = IdBuckets.of(window);
    byte[] saved = store.get(IdKeys.HEAD);
    IdHead head = saved == null ? IdHead.empty(buckets.lengthMs()) : IdHead.decode(saved);
    this.newestMs = head.newestMs();
    this.savedMs = newestMs;
    this.firstRow = head.firstRow();
    this.nextRow = head.nextRow();
    this.filters = new BucketFilters(buckets.at(newestMs) + 1);
  }

  @Override
  public boolean firstTime(String id, long eventTimeMs) {
    newestMs = Math.max(newestMs, eventTimeMs);
    if (eventTimeMs < newestMs - buckets.windowMs()) {
      return true;
    }
    HashValue128 hash = HASHER.hashCharsTo128Bits(id);
    long high = hash.getMostSignificantBits();
    long low = hash.getLeastSignificantBits();
    long bucket = buckets.at(eventTimeMs);
    if (isSeen(bucket, high, low, eventTimeMs)
        || isSeen(bucket - 1, high, low, eventTimeMs)
        || isSeen(bucket + 1, high, low, eventTimeMs)) {
      return false;
    }
    remember(bucket, high, low, eventTimeMs);
    return true;
  }

  private boolean isSeen(long bucket, long high, long low, long eventTimeMs) {
    return bucket >= 0
        && filters.mayContain(bucket, low)
        && (pending.has(high, low, eventTimeMs, buckets.windowMs())
            || isStored(bucket, high, low, eventTimeMs));
  }

  private boolean isStored(long bucket, long high, long low, long eventTimeMs) {
    byte[] seen = store.get(Bytes.wrap(IdKeys.id(bucket, high, low)));
    return seen != null && Math.abs(eventTimeMs - timeMs(seen)) <= buckets.windowMs();
  }

  private static long timeMs(byte[] stored) {
    return new ByteReader("time of event ids", stored).fixed64();
  }

  private void remember(long bucket, long high, long low, long eventTimeMs) {
    if (bucket < 0) {
      return;
    }
    pending.add(high, low, eventTimeMs);
    filters.add(bucket, low);
    if (pending.isFull()) {
      save();
    }
  }

  /** Stores what is new since the last time; to be called before each commit. */
  public void save() {
    if (newestMs >= 0 && (pending.size() > 0 || newestMs > savedMs)) {
      long fromMs = buckets.firstInReach(newestMs) * buckets.lengthMs();
      store.put(IdKeys.row(nextRow), IdRowCodec.encode(pending, newestMs, fromMs));
      nextRow++;
      savedMs = newestMs;
      pending.clear();
      removeOldRows();
    }
  }

  /** The row just written is never one of them. */
  private void removeOldRows() {
    for (int i = 0; i < MOST_ROWS_REMOVED && isOutOfReach(firstRow); i++) {
      store.put(IdKeys.row(firstRow), null);
      firstRow++;
    }
  }

  /** No id of a row is newer than the newest event when it was written. */
  private boolean isOutOfReach(long row) {
    byte[] rowNewest = store.get(IdKeys.row(row));
    return rowNewest != null && buckets.at(timeMs(rowNewest)) < buckets.firstInReach(newestMs);
  }

  /** What is kept on the heap. */
  int bytes() {
    return pending.bytes() + filters.bytes();
  }
}
