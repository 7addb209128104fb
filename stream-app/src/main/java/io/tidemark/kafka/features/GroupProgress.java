package io.tidemark.kafka.features;

import io.tidemark.delivery.Rebuilds;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.kafka.features.Revisions.Lineage;
import io.tidemark.kafka.features.TaskRow.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a task remembers beside its entities: since when each group is observed, whether it has had
 * the past of its source, what entities were last gone through for, and which of them hold changes
 * that the store does not know of. Not thread-safe.
 */
final class GroupProgress {
  private final List<String> ids;
  private final TaskRow row;
  private final long[] startMs;
  private boolean changed;

  private GroupProgress(List<String> ids, TaskRow row) {
    this.ids = ids;
    this.row = row;
    this.startMs = new long[ids.size()];
    this.changed = !row.stored;
    Arrays.setAll(startMs, this::start);
  }

  /**
   * Reads the row of a task.
   *
   * @param ids of the groups declared, in plan order
   * @param stateFormat the newest format of states that can be read
   * @throws IllegalStateException when the store was written by a newer version, or a group is
   *     declared again before what was left of it is gone
   */
  static GroupProgress load(
      KeyValueStore<String, byte[]> store, List<String> ids, int stateFormat) {
    byte[] stored = store.get(TaskRow.KEY);
    GroupProgress progress = of(TaskRow.read(store.name(), stored, stateFormat), ids);
    progress.leave();
    if (progress.row.moreUnsent) {
      progress.sweepAgain();
    }
    return progress;
  }

  /** What a row says, for those who do not change it. */
  static GroupProgress of(TaskRow row, List<String> ids) {
    return new GroupProgress(ids, row);
  }

  /** Takes note of groups that are no longer declared. */
  private void leave() {
    Set<String> again = new TreeSet<>(row.leftovers);
    again.retainAll(ids);
    if (!again.isEmpty()) {
      throw new IllegalStateException(
          "Groups "
              + again
              + " were removed and are declared again before their state was cleared: they would"
              + " count twice. Start once without them until the log says that every entity was"
              + " gone through, or raise their version.");
    }
    Set<String> gone = new TreeSet<>(row.groups.keySet());
    gone.removeAll(ids);
    if (!gone.isEmpty()) {
      row.leftovers.addAll(gone);
      row.groups.keySet().removeAll(gone);
      changed = true;
    }
  }

  private long start(int group) {
    Group known = row.groups.get(ids.get(group));
    return known == null || !known.caughtUp ? FeatureEngine.NOT_STARTED : known.startMs;
  }

  /**
   * Takes note of an event: of those that come in the first counts, of those of the past the
   * earliest.
   *
   * @return whether the group may take it: the past of one that has caught up is known already
   */
  boolean observe(int group, long eventTimeMs, boolean past) {
    Group known = group(group);
    if (past && known.caughtUp) {
      return false;
    }
    boolean first = known.startMs == FeatureEngine.NOT_STARTED;
    if (first || past && eventTimeMs < known.startMs) {
      known.startMs = eventTimeMs;
      startMs[group] = start(group);
      changed = true;
    }
    return true;
  }

  private Group group(int group) {
    return row.groups.computeIfAbsent(ids.get(group), id -> new Group());
  }

  /**
   * Takes note that a partition of a group's source has told all of its past; repeats change
   * nothing.
   *
   * @return whether the group has caught up by it
   */
  boolean announced(String id, int partition, int partitions) {
    int index = ids.indexOf(id);
    if (index < 0 || group(index).caughtUp) {
      return false;
    }
    Group group = group(index);
    group.announced.set(partition);
    group.caughtUp = group.announced.cardinality() >= partitions;
    startMs[index] = start(index);
    changed = true;
    return group.caughtUp;
  }

  boolean caughtUp(int group) {
    Group known = row.groups.get(ids.get(group));
    return known != null && known.caughtUp;
  }

  /**
   * Since when each group is observed, in plan order; {@link FeatureEngine#NOT_STARTED} before its
   * first event and until it has caught up.
   */
  long[] startMs() {
    return startMs;
  }

  /** The newest event time, where that is the clock. */
  long streamMs() {
    return row.streamMs;
  }

  void streamMs(long nowMs) {
    changed |= nowMs != row.streamMs;
    row.streamMs = nowMs;
  }

  /** Whether the store was empty, so that there is no entity to go through. */
  boolean isNew() {
    return row.isNew;
  }

  /** What every entity was last gone through for. */
  Sweep swept() {
    return row.swept;
  }

  void swept(Sweep sweep) {
    row.swept = sweep;
    row.leftovers.clear();
    changed = true;
  }

  /** It is not known what the store holds: every entity is gone through and sent. */
  void sweepAgain() {
    row.swept = row.swept.unknown();
    changed = true;
  }

  /** A purpose for which every entity is gone through; requests that are older were served. */
  Sweep wanted(ServedGroups served, String request) {
    String rebuild = Rebuilds.later(request, row.swept.rebuild());
    return new Sweep(served.signature(), rebuild, row.leftovers.isEmpty());
  }

  /** Keys of entities that hold changes of which the store does not know. */
  List<String> unsent() {
    return row.unsent;
  }

  /**
   * Names them anew.
   *
   * @param more whether there are others, so that every entity has to be gone through after a crash
   */
  void unsent(List<String> keys, boolean more) {
    changed |= more != row.moreUnsent || !keys.equals(row.unsent);
    row.unsent = keys;
    row.moreUnsent = more;
  }

  /** What revisions are counted in. */
  Lineage lineage() {
    return row.lineage;
  }

  void lineage(Lineage lineage) {
    changed |= !lineage.equals(row.lineage);
    row.lineage = lineage;
  }

  void save(KeyValueStore<String, byte[]> store) {
    if (changed) {
      row.write(store);
      changed = false;
    }
  }
}
