package io.tidemark.kafka.features;

import io.tidemark.kafka.state.TaskSum;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through every stored entity of a task, a bounded number at a time. Where it is, is kept on
 * the heap alone: a crash starts it again, since only its end is remembered. Not thread-safe.
 */
final class EntitySweep {
  /** Bound of one step, so that a flush stays short. */
  static final int ENTITIES_PER_STEP = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(EntitySweep.class);

  private final String name;
  private final KeyValueStore<String, byte[]> store;
  private final TaskSum remaining;
  private Sweep goal;
  private String after = TaskRow.KEY;
  private long done;

  EntitySweep(String name, KeyValueStore<String, byte[]> store, TaskSum remaining) {
    this.name = name;
    this.store = store;
    this.remaining = remaining;
  }

  /**
   * Starts for a goal; again from the first entity when it was under way for another.
   *
   * @return whether it was not under way for this goal
   */
  boolean startFor(Sweep wanted) {
    boolean starts = !wanted.equals(goal);
    if (starts) {
      goal = wanted;
      after = TaskRow.KEY;
      done = 0;
      long entities = estimate();
      if (entities > 1) {
        LOG.info("{} goes through about {} entities for {}", name, entities, goal);
      }
    }
    return starts;
  }

  /** The next entities in the store, fewer than the bound when they are the last. */
  List<KeyValue<String, byte[]>> next() {
    List<KeyValue<String, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> scan = store.range(after, null)) {
      while (rows.size() < ENTITIES_PER_STEP && scan.hasNext()) {
        KeyValue<String, byte[]> row = scan.next();
        if (!row.key.equals(after)) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /**
   * Takes note that entities were gone through.
   *
   * @return whether they were the last
   */
  boolean passed(List<KeyValue<String, byte[]>> rows) {
    done += rows.size();
    if (rows.size() == ENTITIES_PER_STEP) {
      after = rows.get(rows.size() - 1).key;
      remaining.show(name, Math.max(0, estimate() - done));
      return false;
    }
    if (done > 0) {
      LOG.info("{} went through every entity, {} in all, for {}", name, done, goal);
    }
    stop();
    return true;
  }

  void stop() {
    goal = null;
    remaining.hide(name);
  }

  private long estimate() {
    return store.approximateNumEntries();
  }
}
