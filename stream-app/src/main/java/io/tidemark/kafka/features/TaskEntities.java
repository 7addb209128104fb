package io.tidemark.kafka.features;

import io.tidemark.feature.FeatureEngine;
import io.tidemark.kafka.state.DueIndex;
import io.tidemark.kafka.state.TaskClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The entities of a task: those in use decoded on the heap, all of them in the state store as of
 * the last commit. What changed between two commits is stored at the second, once and in the order
 * of the keys; an entity that leaves the heap before then waits for it in its stored form. Not
 * thread-safe.
 */
final class TaskEntities implements EntityCache.Owner {
  private static final Comparator<KeyValue<String, byte[]>> BY_KEY =
      Comparator.comparing(row -> row.key);

  private final FeatureEngine engine;
  private final TaskClock clock;
  private final KeyValueStore<String, byte[]> store;
  private final EntityTimers timers;
  private final Revisions revisions;
  private final Departure departure;
  private final EntityEntryCodec codec;
  private final EntityCache onHeap;
  private final UnsavedEntities unsaved = new UnsavedEntities();

  /** What is to be stored of entities that have left the heap, null to delete them. */
  private final Map<String, byte[]> left = new HashMap<>();

  /** What becomes of changes that were not sent when an entity leaves the heap. */
  interface Departure {
    /** Whether it may leave now, or should be kept a while if there is room. */
    boolean mayLeave(EntityEntry entry);

    /** Sends them, or takes note of the entity's name. */
    void leave(EntityEntry entry);
  }

  TaskEntities(
      FeatureTask task,
      FeatureEngine engine,
      TaskClock clock,
      KeyValueStore<String, byte[]> store,
      EntityTimers timers,
      Revisions revisions,
      Departure departure) {
    this.engine = engine;
    this.clock = clock;
    this.store = store;
    this.timers = timers;
    this.revisions = revisions;
    this.departure = departure;
    this.codec = new EntityEntryCodec(task.plan());
    this.onHeap = new EntityCache(task.heapEntities(), this);
  }

  /** The entity, an empty one when nothing is known of it. */
  EntityEntry get(String key) {
    return onHeap.get(key);
  }

  /** The entity if it is on the heap, or null. */
  EntityEntry peek(String key) {
    return onHeap.peek(key);
  }

  /** The entities whose timers are due, which may have been moved since they were stored. */
  List<DueIndex.Due> due(int most) {
    return timers.due(clock.nowMs(), most);
  }

  /** Makes sure that an entity is looked at when its vector changes by itself. */
  void arm(EntityEntry entry) {
    timers.arm(entry);
    changed(entry);
  }

  /** Takes note that an entity is to be stored. */
  void changed(EntityEntry entry) {
    unsaved.add(entry);
  }

  @Override
  public EntityEntry load(String key) {
    return left.containsKey(key) ? comeBack(key) : decode(key, store.get(key));
  }

  private EntityEntry comeBack(String key) {
    EntityEntry entry = decode(key, left.remove(key));
    changed(entry);
    return entry;
  }

  private EntityEntry decode(String key, byte[] stored) {
    return stored == null ? new EntityEntry(key, engine.empty()) : codec.decode(key, stored);
  }

  @Override
  public boolean mayLeave(EntityEntry entry) {
    return departure.mayLeave(entry);
  }

  @Override
  public void leave(EntityEntry entry) {
    departure.leave(entry);
    if (unsaved.remove(entry)) {
      left.put(entry.key, toStore(entry));
    }
  }

  /**
   * The entity of a row that was read from the store: for one that goes through all of them, and
   * {@link #pass passes} each afterwards.
   */
  EntityEntry visit(KeyValue<String, byte[]> row) {
    EntityEntry entry = onHeap.peek(row.key);
    if (entry != null) {
      return entry;
    }
    return left.containsKey(row.key) ? comeBack(row.key) : decode(row.key, row.value);
  }

  /** Lets go of an entity that was visited. */
  void pass(EntityEntry entry) {
    if (onHeap.peek(entry.key) == null) {
      leave(entry);
    }
  }

  /**
   * Stores what has left the heap, for one who is about to go through the store.
   *
   * @return the entities on the heap of which the store does not know all
   */
  List<EntityEntry> settle() {
    store.putAll(rowsLeft());
    return unsaved.list();
  }

  /** Stores all that changed. */
  void save() {
    List<KeyValue<String, byte[]>> rows = rowsLeft();
    for (EntityEntry entry : unsaved.take()) {
      rows.add(KeyValue.pair(entry.key, toStore(entry)));
    }
    // neighbours one after the other: RocksDB's table in memory is a sorted list
    rows.sort(BY_KEY);
    store.putAll(rows);
  }

  private List<KeyValue<String, byte[]>> rowsLeft() {
    List<KeyValue<String, byte[]>> rows = new ArrayList<>(left.size());
    left.forEach((key, row) -> rows.add(KeyValue.pair(key, row)));
    left.clear();
    return rows;
  }

  /** What to store of an entity, null for nothing. Its timer is stored at once. */
  private byte[] toStore(EntityEntry entry) {
    if (entry.unsent) {
      entry.validUntilMs = EntityEntry.UNSENT;
    }
    boolean forgotten = isForgettable(entry);
    entry.timerMs = forgotten ? EntityEntry.NEVER : entry.timerMs;
    timers.save(entry);
    if (forgotten) {
      revisions.forget(entry.state);
      onHeap.remove(entry.key);
      return null;
    }
    return codec.encode(entry);
  }

  /**
   * Whether nothing is left of the entity and the vector sent last says so: a commit may come
   * between the end of a window and the flush that tells of it.
   */
  private boolean isForgettable(EntityEntry entry) {
    return !entry.unsent
        && entry.validUntilMs == EntityEntry.NEVER
        && engine.isEmpty(entry.state, clock.nowMs());
  }
}
