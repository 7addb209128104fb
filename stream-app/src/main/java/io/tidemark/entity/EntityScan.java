package io.tidemark.entity;

import io.tidemark.entity.EntityRows.Row;
import io.tidemark.task.TaskSum;
import java.util.List;

/**
 * Reads every stored entity of a task, a bounded number at a time. Where it is, is kept on the heap
 * alone: a crash starts it again, since only its end is remembered. Not thread-safe.
 */
public final class EntityScan {
  /** Bound of one step, so that a flush stays short. */
  public static final int ENTITIES_PER_STEP = 2_000;

  private final String name;
  private final EntityRows rows;
  private final TaskSum remaining;
  private Sweep goal;
  private String after = TaskRow.KEY;
  private long done;

  /**
   * A scan that is not under way.
   *
   * @param name of the task
   * @param remaining is told how many entities are left, by that name
   */
  public EntityScan(String name, EntityRows rows, TaskSum remaining) {
    this.name = name;
    this.rows = rows;
    this.remaining = remaining;
  }

  /**
   * Starts for a goal; again from the first entity when it was under way for another.
   *
   * @return whether it was not under way for this goal
   */
  public boolean startFor(Sweep wanted) {
    if (wanted.equals(goal)) {
      return false;
    }
    goal = wanted;
    after = TaskRow.KEY;
    done = 0;
    return true;
  }

  /** The next entities in the store, fewer than the bound when they are the last. */
  public List<Row> next() {
    return rows.after(after, ENTITIES_PER_STEP);
  }

  /**
   * Takes note that entities were dealt with.
   *
   * @return whether they were the last
   */
  public boolean isOverWith(List<Row> scanned) {
    done += scanned.size();
    if (scanned.size() == ENTITIES_PER_STEP) {
      after = scanned.get(scanned.size() - 1).key();
      remaining.show(name, Math.max(0, rows.estimate() - done));
      return false;
    }
    stop();
    return true;
  }

  /** Stops it where it is; the next {@link #startFor start} is from the first entity. */
  public void stop() {
    goal = null;
    remaining.hide(name);
  }

  /** How many entities it has read since it started. */
  public long done() {
    return done;
  }
}
