package io.tidemark.entity;

import io.tidemark.entity.EntityRows.Row;
import io.tidemark.erasure.ErasureMemory;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.feature.Vector;
import io.tidemark.task.TaskClock;
import io.tidemark.task.Timers.Due;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The entities of a task: those in use decoded on the heap, all of them in the state store as of
 * the last commit. The one owner of an entity's life, from its first event until nothing of it is
 * left.
 *
 * <pre>
 *             read in                     sent                        stored
 *   (store) ----------> on the heap --+-----------> says what the <-----------+
 *      ^                     |        |             online store knows        |
 *      |              evicted|        +--changed--> unsent, unsaved ----------+
 *      |                     v                          |
 *      +--next commit-- bytes in wait  <----evicted-----+ its key is pending
 * </pre>
 *
 * <p>What always holds between two calls:
 *
 * <ul>
 *   <li>an entity that differs from its row in the state store is unsaved, and stored with the next
 *       {@link #save}; of one that was evicted before, its bytes wait for that;
 *   <li>an unsent entity on the heap gathers changes or has its turn; of one that was evicted, the
 *       key is pending, so no change is forgotten that the online store does not know of;
 *   <li>an unsent entity is stored as if its vector had changed long ago, so whoever reads it next
 *       looks at it at once;
 *   <li>an entity whose vector changes by itself, or of which nothing will be left, has a timer no
 *       later than that and the jitter of timers;
 *   <li>an entity is forgotten when nothing is left of it and its last vector said so, and whatever
 *       comes under its key later is numbered behind it.
 * </ul>
 *
 * <p>Nothing here calls back: who has to be sent or evicted is asked for. Not thread-safe.
 */
public final class Entities {
  private static final Comparator<Row> BY_KEY = Comparator.comparing(Row::key);

  private final FeatureEngine engine;
  private final TaskClock clock;
  private final EntityRows rows;
  private final EntityTimers timers;
  private final Revisions revisions;
  private final EntityEntryCodec codec;
  private final EntityCache onHeap;
  private final UnsentEntities unsent = new UnsentEntities();
  private final UnsavedEntities unsaved = new UnsavedEntities();

  private final EvictedEntities evicted = new EvictedEntities();
  private final ErasureMemory erased;

  /**
   * The entities of a task that is being taken over, none of them on the heap.
   *
   * @param revisions numbers their rows
   * @param heap what they may take together with those of other tasks
   * @param erased from when on each of them counts
   */
  public Entities(
      FeaturePlan plan,
      TaskClock clock,
      EntityRows rows,
      EntityTimers timers,
      Revisions revisions,
      EntityHeap heap,
      ErasureMemory erased) {
    this.engine = new FeatureEngine(plan);
    this.clock = clock;
    this.rows = rows;
    this.timers = timers;
    this.revisions = revisions;
    this.codec = new EntityEntryCodec(plan);
    this.onHeap = new EntityCache(heap);
    this.erased = erased;
  }

  /**
   * The entity, an empty one when nothing is known of it. It may be one too many on the heap: see
   * {@link #victim}.
   */
  public EntityEntry get(String key) {
    EntityEntry entry = onHeap.peek(key);
    if (entry == null) {
      entry = read(key);
      onHeap.add(entry);
    } else {
      onHeap.use(entry);
    }
    return entry;
  }

  private EntityEntry read(String key) {
    return evicted.contains(key) ? reload(key) : decode(key, rows.get(key));
  }

  /** What waited for a commit still does. */
  private EntityEntry reload(String key) {
    EntityEntry entry = decode(key, evicted.take(key));
    unsaved.add(entry);
    return entry;
  }

  private EntityEntry decode(String key, byte[] stored) {
    EntityEntry entry =
        stored == null ? new EntityEntry(key, engine.empty()) : codec.decode(key, stored);
    entry.cutoffs = erased.of(key);
    return entry;
  }

  // what becomes of an entity

  /** Contributions were applied to its state, none of which a vector shows. */
  public void applied(EntityEntry entry) {
    revisions.applied(entry.state());
    unsaved.add(entry);
  }

  /**
   * Its vector may say something new.
   *
   * @param eventTimeMs of the event that changed it, {@link EntityEntry#NO_EVENT} for one of the
   *     past
   */
  public void changed(EntityEntry entry, long eventTimeMs) {
    entry.newestEventMs = Math.max(entry.newestEventMs, eventTimeMs);
    unsent.add(entry);
    unsaved.add(entry);
  }

  /** Its vector as of now, of the groups that are served. */
  public Vector vector(EntityEntry entry, GroupProgress progress, ServedGroups served) {
    return engine.vector(
        entry.state(), clock.nowMsOr(entry.newestMs()), progress.startMs(), served.served());
  }

  /** Gives it the revision of the row that is about to be sent. */
  public void number(EntityEntry entry) {
    entry.state().revision(revisions.of(entry.state()));
  }

  /**
   * What its vector says now is on its way to the online store, or was said before.
   *
   * @param hash {@link VectorHash} of the vector
   * @param validUntilMs when a value of it changes by itself
   */
  public void said(EntityEntry entry, long hash, long validUntilMs) {
    entry.sentHash = hash;
    entry.unsent = false;
    entry.forgetNews();
    entry.validUntilMs = validUntilMs;
    arm(entry);
  }

  /** The online store holds something else than was said: whatever is said next is news. */
  public void refused(String key) {
    EntityEntry entry = get(key);
    entry.sentHash = VectorHash.NONE;
    unsaved.add(entry);
  }

  /**
   * The online store has not taken a row.
   *
   * @param newestEventMs the newest event of which only that row told
   */
  public void lost(String key, long newestEventMs) {
    EntityEntry entry = onHeap.peek(key);
    if (entry == null) {
      pend(List.of(key));
    } else {
      owe(entry);
      entry.newestEventMs = Math.max(entry.newestEventMs, newestEventMs);
    }
  }

  /** It is to be sent, whatever it says. */
  private void owe(EntityEntry entry) {
    entry.sentHash = VectorHash.NONE;
    unsent.add(entry);
    unsaved.add(entry);
  }

  /** Makes sure that it is looked at when its vector changes by itself. */
  private void arm(EntityEntry entry) {
    engine.arrive(entry.state(), clock.nowMsOr(entry.newestMs()));
    timers.arm(entry);
    unsaved.add(entry);
  }

  // whose turn it is

  /** The rows of these are to be sent, whatever they say. */
  public void pend(List<String> keys) {
    unsent.addPending(keys);
  }

  /** Whether more keys were pending than can be named, so that all entities are to be scanned. */
  public boolean takeOverflow() {
    return unsent.takeOverflow();
  }

  /** It is the turn of all that have changed so far. */
  public void release() {
    unsent.release();
  }

  /** The next whose turn it is to be sent, or null. */
  public EntityEntry nextUnsent() {
    return unsent.next();
  }

  /** The next whose row is to be sent although it may say the same as before, or null. */
  public EntityEntry nextPending() {
    String key = unsent.nextPending();
    return key == null ? null : get(key);
  }

  /** About how many wait to be sent. */
  public int waiting() {
    return unsent.size();
  }

  /** Whether everything whose turn it is has been sent. */
  public boolean isSent() {
    return unsent.isSent();
  }

  // what time changes

  /** The timers that are due, some of which were moved since they were stored. */
  public List<Due> due(int most) {
    return timers.due(clock.nowMsOr(0), most);
  }

  /**
   * Serves a timer of an entity.
   *
   * @return whether its vector has changed by now; if not it has another timer
   */
  public boolean expires(EntityEntry entry, Due timer) {
    if (entry.timerMs != timer.dueMs()) {
      return false;
    }
    entry.timerMs = EntityEntry.NEVER;
    boolean changed = clock.nowMsOr(entry.newestMs()) >= entry.validUntilMs;
    if (!changed) {
      arm(entry);
    }
    return changed;
  }

  // who is evicted

  /** Whether {@link #victim} is to be asked: an entity was read in since it last had none. */
  public boolean isCrowded() {
    return onHeap.hasGrown();
  }

  /**
   * An entity that has to be evicted, to be sent if it can be before {@link #evict}; null for none.
   * The one that was got last is spared.
   *
   * @param roomForRow whether its row could be sent now; if not, unsent ones are spared for a while
   */
  public EntityEntry victim(boolean roomForRow) {
    return onHeap.victim(roomForRow);
  }

  /** Keeps of a victim what is to be stored, and its key where it is still unsent. */
  public void evict(EntityEntry victim) {
    if (victim.unsent) {
      pend(List.of(victim.key()));
      victim.validUntilMs = EntityEntry.UNSENT;
      victim.unsent = false;
    }
    unsent.remove(victim);
    if (unsaved.remove(victim)) {
      leave(victim);
    }
  }

  /**
   * Not forgotten before a commit: what numbers later rows ahead of its own is part of that, and
   * rows that were numbered by a floor which a crash takes back would be refused.
   */
  private void leave(EntityEntry victim) {
    boolean forgettable = isForgettable(victim);
    victim.timerMs = forgettable ? EntityEntry.NEVER : victim.timerMs;
    long revision = forgettable ? revisions.of(victim.state()) : EvictedEntities.KEPT;
    evicted.add(victim.key(), encode(victim), revision);
  }

  // who is scanned

  /**
   * Stores what was evicted, for one who is about to scan the store. What is unsaved on the heap,
   * and so may not be found by a scan, is to be sent like everything that is.
   */
  public void settle() {
    rows.putAll(evicted.rows());
    unsaved.list().forEach(this::owe);
    unsent.release();
  }

  /** The entity of a row that a scan has read; {@link #scanned} afterwards. */
  public EntityEntry scan(Row row) {
    EntityEntry entry = onHeap.peek(row.key());
    if (entry != null) {
      return entry;
    }
    return evicted.contains(row.key()) ? reload(row.key()) : decode(row.key(), row.bytes());
  }

  /** Lets go of an entity that was scanned. */
  public void scanned(EntityEntry entry) {
    if (onHeap.peek(entry.key()) == null) {
      evict(entry);
    }
  }

  // who is erased

  /** Whether anything is remembered of an entity. */
  public boolean knows(String key) {
    EntityEntry entry = onHeap.peek(key);
    return entry == null ? evicted.contains(key) || rows.get(key) != null : entry.isKnown();
  }

  /** Drops all there is of an entity at once; the revision that no row sent of it reaches. */
  public long erase(String key) {
    EntityEntry entry = onHeap.peek(key) == null ? read(key) : onHeap.peek(key);
    onHeap.remove(key);
    unsent.forget(entry);
    unsaved.remove(entry);
    entry.timerMs = EntityEntry.NEVER;
    timers.save(entry);
    rows.putAll(List.of(new Row(key, null)));
    return revisions.beyond(entry.state().revision());
  }

  // what is stored

  /** Stores all that changed, neighbours one after the other; whether anything did. */
  public boolean save() {
    List<Row> changed = evicted.takeAll(revisions::forget);
    for (EntityEntry entry : unsaved.take()) {
      changed.add(new Row(entry.key(), isForgettable(entry) ? forget(entry) : encode(entry)));
    }
    // RocksDB's table in memory is a sorted list
    changed.sort(BY_KEY);
    rows.putAll(changed);
    return !changed.isEmpty();
  }

  private byte[] forget(EntityEntry entry) {
    revisions.forget(revisions.of(entry.state()));
    entry.timerMs = EntityEntry.NEVER;
    timers.save(entry);
    onHeap.remove(entry.key());
    return null;
  }

  private byte[] encode(EntityEntry entry) {
    entry.validUntilMs = entry.unsent ? EntityEntry.UNSENT : entry.validUntilMs;
    timers.save(entry);
    return codec.encode(entry);
  }

  /**
   * Whether nothing is left of the entity and the vector sent last says so: a commit may come
   * between the end of a window and the flush that tells of it.
   */
  private boolean isForgettable(EntityEntry entry) {
    return !entry.unsent
        && entry.validUntilMs == EntityEntry.NEVER
        && engine.isEmpty(entry.state(), clock.nowMsOr(entry.newestMs()));
  }

  /**
   * What a commit has to say of entities whose rows are not known to be stored.
   *
   * @param unanswered keys of rows under way
   */
  public UnsentKeys unsent(Stream<String> unanswered) {
    return unsent.named(unanswered);
  }
}
