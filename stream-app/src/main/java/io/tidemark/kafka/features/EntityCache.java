package io.tidemark.kafka.features;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The entities of a task that are on the heap, bounded by number; the least recently used leaves
 * first. Not thread-safe.
 */
final class EntityCache {
  private final Map<String, EntityEntry> entries;
  private final int limit;
  private final Function<String, EntityEntry> load;
  private final Consumer<EntityEntry> leave;

  /**
   * Creates an empty cache.
   *
   * @param limit most entities kept
   * @param load reads an entity that is not on the heap
   * @param leave sends and stores an entity that is about to leave the heap
   */
  EntityCache(int limit, Function<String, EntityEntry> load, Consumer<EntityEntry> leave) {
    this.entries = new LinkedHashMap<>(1024, 0.75f, true);
    this.limit = limit;
    this.load = load;
    this.leave = leave;
  }

  EntityEntry get(String key) {
    EntityEntry entry = entries.get(key);
    if (entry == null) {
      entry = load.apply(key);
      entries.put(key, entry);
      shrink();
    }
    return entry;
  }

  /** The entity if it is on the heap, or null. */
  EntityEntry peek(String key) {
    return entries.get(key);
  }

  void remove(String key) {
    entries.remove(key);
  }

  private void shrink() {
    Iterator<EntityEntry> eldest = entries.values().iterator();
    while (entries.size() > limit) {
      EntityEntry entry = eldest.next();
      eldest.remove();
      leave.accept(entry);
    }
  }
}
