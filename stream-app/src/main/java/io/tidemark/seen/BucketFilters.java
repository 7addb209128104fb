package io.tidemark.seen;

/**
 * Filters of the ids of the three latest buckets, the only ones that are asked for. Not
 * thread-safe.
 */
public final class BucketFilters {
  /** An event that is not too old is of one of the last two, its repeat of the one before. */
  private static final int BUCKETS = 3;

  /** Bound for a task: room for 20 million ids in three buckets. */
  private static final int MOST_BYTES = 24 << 20;

  private final long firstWhole;
  private final int mostBytes;
  private final Slot[] slots = new Slot[BUCKETS];

  private record Slot(long bucket, IdFilter filter) {}

  /**
   * @param firstWhole the first bucket that had no id when this began: those before are not known
   */
  public BucketFilters(long firstWhole) {
    this(firstWhole, MOST_BYTES);
  }

  public BucketFilters(long firstWhole, int mostBytes) {
    this.firstWhole = firstWhole;
    this.mostBytes = mostBytes / BUCKETS;
  }

  /** Whether an id of this hash may be in a bucket; if not, none is. */
  public boolean mayContain(long bucket, long hash) {
    if (bucket < firstWhole) {
      return true;
    }
    Slot slot = slot(bucket);
    if (slot == null || slot.bucket() < bucket) {
      return false;
    }
    return slot.bucket() > bucket || slot.filter().mayContain(hash);
  }

  /** Adds an id to a bucket, one of the latest. */
  public void add(long bucket, long hash) {
    if (bucket >= firstWhole) {
      filter(bucket).add(hash);
    }
  }

  private IdFilter filter(long bucket) {
    Slot slot = slot(bucket);
    if (slot == null || slot.bucket() != bucket) {
      slot = new Slot(bucket, new IdFilter(expected(bucket), mostBytes));
      slots[index(bucket)] = slot;
    }
    return slot.filter();
  }

  /** As many as the bucket before had. */
  private long expected(long bucket) {
    Slot before = slot(bucket - 1);
    return before != null && before.bucket() == bucket - 1 ? before.filter().added() : 0;
  }

  private Slot slot(long bucket) {
    return slots[index(bucket)];
  }

  private static int index(long bucket) {
    return Math.floorMod(bucket, BUCKETS);
  }

  /** What they take on the heap. */
  public int bytes() {
    int bytes = 0;
    for (Slot slot : slots) {
      bytes += slot == null ? 0 : slot.filter().bytes();
    }
    return bytes;
  }
}
