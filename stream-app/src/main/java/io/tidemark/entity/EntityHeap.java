package io.tidemark.entity;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * How much of the heap decoded entities may take in a process, in equal shares for the tasks it has
 * at the time. What a closed task kept counts until the collector has taken it. Thread-safe.
 */
public final class EntityHeap {
  private final int mostEntities;
  private final long bytes;
  private final Set<Reference<EntityCache>> caches = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<EntityCache> gone = new ReferenceQueue<>();

  /**
   * Creates one that no task uses yet.
   *
   * @param mostEntities of each task, however small they are; at least 1
   * @param bytes of all tasks together, by estimate
   */
  public EntityHeap(int mostEntities, long bytes) {
    this.mostEntities = mostEntities;
    this.bytes = bytes;
  }

  public void add(EntityCache cache) {
    caches.add(new WeakReference<>(cache, gone));
  }

  public int mostEntities() {
    return mostEntities;
  }

  /** How many entities are on the heap, of all tasks; read without a lock, so about. */
  public long entities() {
    return all().mapToLong(EntityCache::size).sum();
  }

  /** What they take by estimate, bytes, likewise. */
  public long bytesTaken() {
    return all().mapToLong(EntityCache::bytes).sum();
  }

  /** What they may take at most, bytes. */
  public long bytesAtMost() {
    return bytes;
  }

  private Stream<EntityCache> all() {
    return caches.stream().map(Reference::get).filter(Objects::nonNull);
  }

  /** The share of each task. */
  public long bytesEach() {
    for (Reference<? extends EntityCache> cache = gone.poll(); cache != null; cache = gone.poll()) {
      caches.remove(cache);
    }
    return bytes / Math.max(1, caches.size());
  }
}
