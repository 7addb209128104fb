package io.tidemark.entity;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entities of a task that are on the heap, bounded by number and by their estimated size.
 *
 * <p>One that is read in is on trial: when the heap is taken and it was not used again before a
 * number of others have come, it is evicted, so that a crowd of entities seen once does not
 * displace those in use, and its objects die young. Of those that stay, the first is evicted first,
 * unless it was used since: then it is spared once and loses that mark (second chance, or the clock
 * algorithm; Corbató 1968). Keeping the order of the last use would write to three other entities
 * at each event. One that is read again soon after its trial stays at once. The three together are
 * S3-FIFO (Yang et al., SOSP 2023).
 *
 * <p>The bounds may be exceeded by what was {@link #add added} last; whoever adds then asks {@link
 * #victim} until there is none. Not thread-safe.
 */
final class EntityCache {
  /** Most entities on trial: some milliseconds' worth of a busy task. */
  private static final int MOST_ON_TRIAL = 1_000;

  /** The share on trial of all there may be by number. */
  private static final int ALL_PER_TRIAL = 10;

  /** From this part of its bounds on, the heap is taken. */
  private static final double TAKEN = 15.0 / 16;

  /** A power of two. */
  private static final int REMEMBERED = 1 << 14;

  private final Map<String, EntityEntry> trial = new LinkedHashMap<>();
  private final Map<String, EntityEntry> staying = new LinkedHashMap<>(1024);

  /** Hashes of the keys that did not stand their trial, each at its place until another's is. */
  private final int[] failedLately = new int[REMEMBERED];

  private final EntityHeap heap;
  private EntityEntry newest;
  private long bytes;

  /** Creates an empty cache that takes its share of a heap. */
  EntityCache(EntityHeap heap) {
    this.heap = heap;
    heap.add(this);
  }

  /** What its entities take by estimate. */
  long bytes() {
    return bytes;
  }

  /** The entity if it is on the heap, or null. */
  EntityEntry peek(String key) {
    EntityEntry entry = staying.get(key);
    return entry == null ? trial.get(key) : entry;
  }

  /** Takes note that an entity on the heap is used, and of how large it has become. */
  void use(EntityEntry entry) {
    entry.usedAgain = true;
    count(entry);
  }

  /** Adds an entity that is not on the heap. */
  void add(EntityEntry entry) {
    (hasFailedLately(entry.key()) ? staying : trial).put(entry.key(), entry);
    entry.countedBytes = 0;
    count(entry);
    newest = entry;
  }

  private void count(EntityEntry entry) {
    bytes += entry.bytes - entry.countedBytes;
    entry.countedBytes = entry.bytes;
  }

  void remove(String key) {
    EntityEntry removed = staying.remove(key);
    removed = removed == null ? trial.remove(key) : removed;
    bytes -= removed == null ? 0 : removed.countedBytes;
  }

  int size() {
    return staying.size() + trial.size();
  }

  /** Whether {@link #victim} is to be asked: something was added since it last had none. */
  boolean hasGrown() {
    return newest != null;
  }

  /**
   * Removes and returns an entity that has to be evicted; null when there is none, and then all
   * bounds hold. The one added last stays, however large it is.
   *
   * @param mayBeUnsent whether one that is unsent may end its trial; if not it stays for a while
   */
  EntityEntry victim(boolean mayBeUnsent) {
    EntityEntry victim = newest == null ? null : endOfTrial(mayBeUnsent);
    if (newest != null && victim == null) {
      victim = overBounds();
    }
    if (victim == null) {
      newest = null;
    } else {
      bytes -= victim.countedBytes;
    }
    return victim;
  }

  private EntityEntry endOfTrial(boolean mayBeUnsent) {
    while (trial.size()
        > Math.max(1, Math.min(MOST_ON_TRIAL, heap.mostEntities() / ALL_PER_TRIAL))) {
      EntityEntry entry = first(trial);
      if (isTaken() && !entry.usedAgain && (mayBeUnsent || !entry.unsent)) {
        int hash = hash(entry.key());
        failedLately[hash & REMEMBERED - 1] = hash;
        return entry;
      }
      entry.usedAgain = false;
      staying.put(entry.key(), entry);
    }
    return null;
  }

  private boolean isTaken() {
    // the entity that has just been taken out still counts
    return size() + 1 > heap.mostEntities() * TAKEN || bytes > heap.bytesEach() * TAKEN;
  }

  private EntityEntry overBounds() {
    while (size() > heap.mostEntities() || bytes > heap.bytesEach() && size() > 1) {
      Map<String, EntityEntry> from = nothingStaysBut(newest) ? trial : staying;
      EntityEntry entry = first(from);
      if (!entry.usedAgain && entry != newest) {
        return entry;
      }
      entry.usedAgain = false;
      from.put(entry.key(), entry);
    }
    return null;
  }

  private boolean nothingStaysBut(EntityEntry entry) {
    return staying.size() == (staying.get(entry.key()) == entry ? 1 : 0);
  }

  private static EntityEntry first(Map<String, EntityEntry> entries) {
    Iterator<EntityEntry> all = entries.values().iterator();
    EntityEntry first = all.next();
    all.remove();
    return first;
  }

  private boolean hasFailedLately(String key) {
    int hash = hash(key);
    return failedLately[hash & REMEMBERED - 1] == hash;
  }

  /** Spread, and never that of an empty place. */
  private static int hash(String key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return hash ^ hash >>> 16 | 1 << 31;
  }
}
