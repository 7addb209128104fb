package io.tidemark.kafka.features;

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
 * The entities of a task that hold a change of which the store does not know: those that gather
 * changes, those whose turn it is, and the keys of those that have left the heap before there was
 * room for them. Not thread-safe.
 */
final class UnsentEntities {
  /** More are not kept by their names: all entities are gone through instead. */
  static final int MOST_AWAY = 20_000;

  /** Of all names in a commit: they are one record of the changelog. */
  static final int MOST_CHARACTERS = 1 << 20;

  /** The place of an entity that gathers no changes. */
  static final int NOWHERE = -1;

  /** By place; null where one has left. */
  private final List<EntityEntry> gathering = new ArrayList<>();

  private final Deque<EntityEntry> turn = new ArrayDeque<>();
  private final Set<String> away = new LinkedHashSet<>();

  /** Takes note of a change. */
  void add(EntityEntry entry) {
    entry.unsent = true;
    if (!entry.queued) {
      entry.queued = true;
      entry.gatheringAt = gathering.size();
      gathering.add(entry);
    }
  }

  /** Lets go of an entity that leaves the heap. */
  void remove(EntityEntry entry) {
    if (entry.gatheringAt != NOWHERE) {
      gathering.set(entry.gatheringAt, null);
      entry.gatheringAt = NOWHERE;
      entry.queued = false;
    }
  }

  /**
   * Takes note of keys whose row is to be sent whatever it says.
   *
   * @return whether they can be named; if not, none is any more
   */
  boolean addAway(Collection<String> keys) {
    away.addAll(keys);
    if (away.size() > MOST_AWAY) {
      away.clear();
      return false;
    }
    return true;
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

  /** Whether there are keys of entities that are not on the heap. */
  boolean hasAway() {
    return !away.isEmpty();
  }

  /** The next of those keys. */
  String nextAway() {
    String key = away.iterator().next();
    away.remove(key);
    return key;
  }

  /** About how many there are: what was sent out of turn counts until its turn. */
  int size() {
    return gathering.size() + turn.size() + away.size();
  }

  /** Whether everything whose turn it is has been sent. */
  boolean isSent() {
    return turn.isEmpty() && away.isEmpty();
  }

  /**
   * What a commit says of them.
   *
   * @param keys whose row is to be sent
   * @param all whether there are no others
   */
  record Named(List<String> keys, boolean all) {}

  /**
   * Names them for a commit, as far as there is room.
   *
   * @param unanswered keys of rows under way
   */
  Named named(Stream<String> unanswered) {
    Iterator<String> keys = Stream.concat(keys(), unanswered).iterator();
    List<String> named = new ArrayList<>();
    for (int left = MOST_CHARACTERS; keys.hasNext(); ) {
      String key = keys.next();
      left -= key.length();
      if (left < 0) {
        return new Named(List.of(), false);
      }
      named.add(key);
    }
    return new Named(named, true);
  }

  private Stream<String> keys() {
    Stream<EntityEntry> onHeap =
        Stream.concat(gathering.stream().filter(Objects::nonNull), turn.stream());
    return Stream.concat(away.stream(), onHeap.filter(e -> e.unsent).map(e -> e.key));
  }

  void clear() {
    gathering.clear();
    turn.clear();
    away.clear();
  }
}
