package io.tidemark.entity;

import java.util.ArrayList;
import java.util.List;

/**
 * The entities on the heap of which the state store does not know all, in no order. Each knows its
 * place, so that one that is evicted is not held any longer. Not thread-safe.
 */
final class UnsavedEntities {
  /** The place of an entity that is not in it. */
  static final int NOWHERE = -1;

  private List<EntityEntry> entries = new ArrayList<>();

  /** Adds one unless it is there. */
  void add(EntityEntry entry) {
    if (entry.unsavedAt == NOWHERE) {
      entry.unsavedAt = entries.size();
      entries.add(entry);
    }
  }

  /**
   * Removes one.
   *
   * @return whether it was there
   */
  boolean remove(EntityEntry entry) {
    int place = entry.unsavedAt;
    if (place == NOWHERE) {
      return false;
    }
    entry.unsavedAt = NOWHERE;
    EntityEntry last = entries.remove(entries.size() - 1);
    if (last != entry) {
      entries.set(place, last);
      last.unsavedAt = place;
    }
    return true;
  }

  List<EntityEntry> list() {
    return List.copyOf(entries);
  }

  /** Removes and returns all. */
  List<EntityEntry> take() {
    List<EntityEntry> all = entries;
    all.forEach(entry -> entry.unsavedAt = NOWHERE);
    entries = new ArrayList<>(all.size());
    return all;
  }
}
