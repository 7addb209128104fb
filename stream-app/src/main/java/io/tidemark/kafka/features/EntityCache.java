package io.tidemark.kafka.features;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The entities of a task that are on the heap, bounded by number and by their estimated size. The
 * one that came first leaves first, unless it was used since: then it comes once more, without that
 * mark (second chance, or the clock algorithm; Corbató 1968). Keeping the order of the last use
 * would write to three other entities at each event. Not thread-safe.
 */
final class EntityCache {
  private final Map<String, EntityEntry> entries;
  private final EntityHeap heap;
  private final Function<String, EntityEntry> load;
  private final Consumer<EntityEntry> leave;
  private long bytes;

  /**
   * Creates an empty cache.
   *
   * @param heap says how much is kept
   * @param load reads an entity that is not on the heap
   * @param leave sends and stores an entity that is about to leave the heap
   */
  EntityCache(EntityHeap heap, Function<String, EntityEntry> load, Consumer<EntityEntry> leave) {
    this.entries = new LinkedHashMap<>(1024);
    this.heap = heap;
    this.load = load;
    this.leave = leave;
    heap.add(this);
  }

  EntityEntry get(String key) {
    EntityEntry entry = entries.get(key);
    if (entry == null) {
      entry = load.apply(key);
      entries.put(key, entry);
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
    return entries.get(key);
  }

  void remove(String key) {
    EntityEntry removed = entries.remove(key);
    bytes -= removed == null ? 0 : removed.countedBytes;
  }

  /** The entity that was got last stays, however large it is. */
  private void shrink(EntityEntry newest) {
    long mostBytes = heap.bytesEach();
    while (entries.size() > heap.mostEntities() || bytes > mostBytes && entries.size() > 1) {
      Iterator<EntityEntry> first = entries.values().iterator();
      EntityEntry entry = first.next();
      first.remove();
      if (entry.usedAgain || entry == newest) {
        entry.usedAgain = false;
        entries.put(entry.key, entry);
      } else {
        bytes -= entry.countedBytes;
        leave.accept(entry);
      }
    }
  }
}
