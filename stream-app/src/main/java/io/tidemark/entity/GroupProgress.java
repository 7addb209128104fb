package io.tidemark.entity;

import io.tidemark.entity.Revisions.Lineage;
import io.tidemark.entity.TaskRow.Group;
import io.tidemark.feature.FeatureEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a task remembers beside its entities: since when each group is observed, whether it has had
 * the past of its source, what entities were last scanned for, and which of them hold changes that
 * the store does not know of. Not thread-safe.
 */
public final class GroupProgress {
  private final List<String> ids;
  private final TaskRow row;
  private final long[] startMs;
  private boolean changed;

  private GroupProgress(List<String> ids, TaskRow row) {
    this.ids = ids;
    this.row = row;
    this.startMs = new long[ids.size()];
    this.changed = row.isNew;
    Arrays.setAll(startMs, this::start);
  }

  /**
   * Goes on with what a task remembered.
   *
   * @param ids of the groups declared, in plan order
   * @throws IllegalStateException when a group is declared again before what was left of it is gone
   */
  public static GroupProgress load(TaskRow row, List<String> ids) {
    GroupProgress progress = of(row, ids);
    progress.leave();
    if (progress.row.moreUnsent) {
      progress.sweepAgain();
    }
    return progress;
  }

  /** What a row says, for those who do not change it. */
  public static GroupProgress of(TaskRow row, List<String> ids) {
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
   * earliest. One that is later than it is now was of a clock that was ahead.
   *
   * @param nowMs what time it is; {@link Long#MAX_VALUE} while that is not known
   * @return whether the group may take it: the past of one that has caught up is known already
   */
  public boolean observe(int group, long eventTimeMs, long nowMs, boolean past) {
    Group known = group(group);
    if (past && known.caughtUp) {
      return false;
    }
    boolean first = known.startMs == FeatureEngine.NOT_STARTED;
    boolean ahead = !first && known.startMs > nowMs;
    if (first || ahead || past && eventTimeMs < known.startMs) {
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
  public boolean announced(String id, int partition, int partitions) {
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

  public boolean caughtUp(int group) {
    Group known = row.groups.get(ids.get(group));
    return known != null && known.caughtUp;
  }

  /**
   * Since when each group is observed, in plan order; {@link FeatureEngine#NOT_STARTED} before its
   * first event and until it has caught up.
   */
  public long[] startMs() {
    return startMs;
  }

  /** What the task's clock showed when entities were stored last. */
  public long clockMs() {
    return row.clockMs;
  }

  public void clockMs(long shownMs) {
    changed |= shownMs != row.clockMs;
    row.clockMs = shownMs;
  }

  /** Whether the store was empty, so that there is no entity to scan. */
  public boolean isNew() {
    return row.isNew;
  }

  /** What every entity was last scanned for. */
  public Sweep swept() {
    return row.swept;
  }

  public void swept(Sweep sweep) {
    row.swept = sweep;
    row.leftovers.clear();
    changed = true;
  }

  /** It is not known what the store holds: every entity is scanned and sent. */
  public void sweepAgain() {
    row.swept = row.swept.unknown();
    changed = true;
  }

  /** A purpose for which every entity is scanned; requests that are older were served. */
  public Sweep wanted(ServedGroups served, String request) {
    String rebuild = Rebuilds.later(request, row.swept.rebuild());
    return new Sweep(served.signature(), rebuild, row.leftovers.isEmpty());
  }

  /** Keys of entities that hold changes of which the store does not know. */
  public List<String> unsent() {
    return row.unsent;
  }

  /** Names them anew; if not all can be named, every entity is scanned after a crash. */
  public void unsent(UnsentKeys unsent) {
    changed |= unsent.all() == row.moreUnsent || !unsent.keys().equals(row.unsent);
    row.unsent = unsent.keys();
    row.moreUnsent = !unsent.all();
  }

  /** What revisions are counted in. */
  public Lineage lineage() {
    return row.lineage;
  }

  public void lineage(Lineage lineage) {
    changed |= !lineage.equals(row.lineage);
    row.lineage = lineage;
  }

  /** The row, if it says other things than the one that was read or saved last. */
  public Optional<byte[]> unsaved() {
    if (!changed) {
      return Optional.empty();
    }
    changed = false;
    return Optional.of(row.bytes());
  }
}
