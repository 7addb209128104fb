package io.tidemark.entity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The entities of a task that hold a change of which the online store does not know: those that
 * gather changes, those whose turn it is, and pending keys, whose entities were evicted before
 * there was room for their rows. Not thread-safe.
 */
final class UnsentEntities {
  /** The place of an entity that gathers no changes. */
  static final int NOWHERE = -1;

  /** By place; null where one was evicted. */
  private final List<EntityEntry> gathering = new ArrayList<>();

  private final Deque<EntityEntry> turn = new ArrayDeque<>();
  private final Set<String> pending = new LinkedHashSet<>();
  private boolean overflowed;

  /** Takes note of a change. */
  void add(EntityEntry entry) {
    entry.unsent = true;
    if (!entry.queued) {
      entry.queued = true;
      entry.gatheringAt = gathering.size();
      gathering.add(entry);
    }
  }

  /** Lets go of an entity that is evicted. */
  void remove(EntityEntry entry) {
    if (entry.gatheringAt != NOWHERE) {
      gathering.set(entry.gatheringAt, null);
      entry.gatheringAt = NOWHERE;
      entry.queued = false;
    }
  }

  /**
   * Adds keys whose row is to be sent whatever it says. Beyond the most there may be, none is kept,
   * and {@link #takeOverflow} says so.
   */
  void addPending(Collection<String> keys) {
    pending.addAll(keys);
    if (pending.size() > UnsentKeys.MOST_PENDING) {
      pending.clear();
      overflowed = true;
    }
  }

  /** Lets go of an entity that is no more. */
  void forget(EntityEntry entry) {
    remove(entry);
    entry.unsent = false;
    pending.remove(entry.key());
  }

  /** Whether keys were lost since this was asked last, so that all entities have to be scanned. */
  boolean takeOverflow() {
    boolean lost = overflowed;
    overflowed = false;
    return lost;
  }

  /** It is the turn of all that have gathered changes so far. */
  void release() {
    for (EntityEntry entry : gathering) {
      if (entry != null) {
        entry.gatheringAt = NOWHERE;
        turn.add(entry);
      }
    }
    gathering.clear();
  }

  /** The next whose turn it is and that was not sent meanwhile, or null. */
  EntityEntry next() {
    for (EntityEntry entry = turn.poll(); entry != null; entry = turn.poll()) {
      entry.queued = false;
      if (entry.unsent) {
        return entry;
      }
    }
    return null;
  }

  /** The next pending key, which is no longer pending then; null for none. */
  String nextPending() {
    Iterator<String> keys = pending.iterator();
    if (!keys.hasNext()) {
      return null;
    }
    String key = keys.next();
    keys.remove();
    return key;
  }

  /** About how many there are: what was sent out of turn counts until its turn. */
  int size() {
    return gathering.size() + turn.size() + pending.size();
  }

  /** Whether everything whose turn it is has been sent. */
  boolean isSent() {
    return turn.isEmpty() && pending.isEmpty();
  }

  /**
   * Names them for a commit, as far as there is room.
   *
   * @param unanswered keys of rows under way
   */
  UnsentKeys named(Stream<String> unanswered) {
    Iterator<String> keys = Stream.concat(keys(), unanswered).iterator();
    List<String> named = new ArrayList<>();
    for (int left = UnsentKeys.MOST_CHARACTERS; keys.hasNext(); ) {
      String key = keys.next();
      left -= key.length();
      if (left < 0) {
        return new UnsentKeys(List.of(), false);
      }
      named.add(key);
    }
    return new UnsentKeys(named, true);
  }

  private Stream<String> keys() {
    Stream<EntityEntry> onHeap =
        Stream.concat(gathering.stream().filter(Objects::nonNull), turn.stream());
    return Stream.concat(pending.stream(), onHeap.filter(e -> e.unsent).map(EntityEntry::key));
  }
}
