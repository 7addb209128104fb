package io.tidemark.kafka.features;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entities of a task that are on the heap, bounded by number and by their estimated size.
 *
 * <p>One that comes is on trial: when the heap is taken and it was not used again before a number
 * of others have come, it leaves, so that a crowd of entities seen once does not displace those in
 * use, and its objects die young. Of those that stay, the first leaves first, unless it was used
 * since: then it comes once more, without that mark (second chance, or the clock algorithm; Corbató
 * 1968). Keeping the order of the last use would write to three other entities at each event. One
 * that comes back soon after its trial stays at once. The three together are S3-FIFO (Yang et al.,
 * SOSP 2023). Not thread-safe.
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
  private final int[] leftLately = new int[REMEMBERED];

  private final EntityHeap heap;
  private final Owner owner;
  private long bytes;

  /** Who stores what is not on the heap. */
  interface Owner {
    /** Reads an entity that is not on the heap. */
    EntityEntry load(String key);

    /** Whether it may leave now, or should be kept a while if there is room. */
    boolean mayLeave(EntityEntry entry);

    /** Stores an entity that leaves the heap. */
    void leave(EntityEntry entry);
  }

  /** Creates an empty cache that takes its share of a heap. */
  EntityCache(EntityHeap heap, Owner owner) {
    this.heap = heap;
    this.owner = owner;
    heap.add(this);
  }

  EntityEntry get(String key) {
    EntityEntry entry = peek(key);
    if (entry == null) {
      entry = owner.load(key);
      (hasLeftLately(key) ? staying : trial).put(key, entry);
      entry.countedBytes = 0;
      count(entry);
      shrink(entry);
    } else {
      entry.usedAgain = true;
      count(entry);
    }
    return entry;
  }

  /** Takes note of how large an entity has become. */
  private void count(EntityEntry entry) {
    bytes += entry.bytes - entry.countedBytes;
    entry.countedBytes = entry.bytes;
  }

  /** The entity if it is on the heap, or null. */
  EntityEntry peek(String key) {
    EntityEntry entry = staying.get(key);
    return entry == null ? trial.get(key) : entry;
  }

  void remove(String key) {
    EntityEntry removed = staying.remove(key);
    removed = removed == null ? trial.remove(key) : removed;
    bytes -= removed == null ? 0 : removed.countedBytes;
  }

  private int size() {
    return staying.size() + trial.size();
  }

  /** The entity that was got last stays, however large it is. */
  private void shrink(EntityEntry newest) {
    int most = heap.mostEntities();
    long mostBytes = heap.bytesEach();
    while (trial.size() > Math.max(1, Math.min(MOST_ON_TRIAL, most / ALL_PER_TRIAL))) {
      boolean taken = size() > most * TAKEN || bytes > mostBytes * TAKEN;
      endTrial(first(trial), taken);
    }
    while (size() > most || bytes > mostBytes && size() > 1) {
      leaveOrPass(newest);
    }
  }

  private static EntityEntry first(Map<String, EntityEntry> entries) {
    Iterator<EntityEntry> all = entries.values().iterator();
    EntityEntry first = all.next();
    all.remove();
    return first;
  }

  private void endTrial(EntityEntry entry, boolean taken) {
    if (taken && !entry.usedAgain && owner.mayLeave(entry)) {
      int hash = hash(entry.key);
      leftLately[hash & REMEMBERED - 1] = hash;
      leave(entry);
    } else {
      entry.usedAgain = false;
      staying.put(entry.key, entry);
    }
  }

  private boolean hasLeftLately(String key) {
    int hash = hash(key);
    return leftLately[hash & REMEMBERED - 1] == hash;
  }

  /** Spread, and never that of an empty place. */
  private static int hash(String key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return hash ^ hash >>> 16 | 1 << 31;
  }

  private void leaveOrPass(EntityEntry newest) {
    Map<String, EntityEntry> from = isEmptyBut(newest) ? trial : staying;
    EntityEntry entry = first(from);
    if (entry.usedAgain || entry == newest) {
      entry.usedAgain = false;
      from.put(entry.key, entry);
    } else {
      leave(entry);
    }
  }

  private boolean isEmptyBut(EntityEntry newest) {
    return staying.size() == (staying.get(newest.key) == newest ? 1 : 0);
  }

  private void leave(EntityEntry entry) {
    bytes -= entry.countedBytes;
    owner.leave(entry);
  }
}
