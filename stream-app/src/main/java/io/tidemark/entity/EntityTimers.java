package io.tidemark.entity;

import io.tidemark.feature.FeatureEngine;
import io.tidemark.task.Timers;
import java.util.List;

/**
 * When the entities of a task are to be looked at again. A timer is set on the heap and stored with
 * its entity, so one that is moved or served before the next commit costs nothing; it is not served
 * before that commit either. Not thread-safe.
 */
public final class EntityTimers {
  /** Most timers served at once, so that a flush stays short and other tasks find room. */
  private static final int MOST_AT_ONCE = 2_000;

  private final FeatureEngine engine;
  private final Timers rows;
  private final long jitterMs;

  /**
   * Timers over a store of them.
   *
   * @param jitterMs how much later than its instant a timer may run, so that not all run at once
   */
  public EntityTimers(FeatureEngine engine, Timers rows, long jitterMs) {
    this.engine = engine;
    this.rows = rows;
    this.jitterMs = jitterMs;
  }

  /** The next timers that are due, which may have been moved since they were stored. */
  List<Timers.Due> due(long nowMs, int most) {
    return most == 0 ? List.of() : rows.next(nowMs, Math.min(most, MOST_AT_ONCE));
  }

  /** Makes sure that an entity is looked at when its vector changes, or nothing of it is left. */
  void arm(EntityEntry entry) {
    entry.timerMs = Math.min(entry.timerMs, dueMs(entry));
  }

  /**
   * When to look at an entity: never before its vector changes, and not all at once. One whose
   * vector stays as it is, is looked at when nothing of it is left to remember.
   */
  private long dueMs(EntityEntry entry) {
    boolean changes = entry.validUntilMs != EntityEntry.NEVER;
    long dueMs = changes ? entry.validUntilMs : engine.emptyAtMs(entry.state());
    return dueMs == EntityEntry.NEVER || dueMs <= 0
        ? EntityEntry.NEVER
        : dueMs + Math.floorMod(entry.key().hashCode(), jitterMs + 1);
  }

  /** Stores an entity's timer where it is another than before. */
  void save(EntityEntry entry) {
    if (entry.timerMs != entry.savedTimerMs) {
      if (entry.savedTimerMs != EntityEntry.NEVER) {
        rows.remove(entry.savedTimerMs, entry.key());
      }
      if (entry.timerMs != EntityEntry.NEVER) {
        rows.add(entry.timerMs, entry.key());
      }
      entry.savedTimerMs = entry.timerMs;
    }
  }
}
