package io.tidemark.entity;

import io.tidemark.bytes.FormatException;
import io.tidemark.definition.ClockMode;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.task.TaskTiming;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads the rows of one entity's state store for those who look at it from outside the task.
 * Thread-safe.
 */
public final class StoredEntities {
  /** Key of the row that is about the task: no entity has it. */
  public static final String TASK_ROW = TaskRow.KEY;

  private final String store;
  private final FeaturePlan plan;
  private final Set<String> pinned;
  private final TaskTiming timing;
  private final boolean placedByProducers;

  /**
   * Reads what the tasks of one entity store.
   *
   * @param store its name
   * @param pinned versions of groups that are served whatever has caught up
   * @param placedByProducers whether producers decide which partition an entity is on
   */
  public StoredEntities(
      String store,
      FeaturePlan plan,
      Set<String> pinned,
      TaskTiming timing,
      boolean placedByProducers) {
    this.store = store;
    this.plan = plan;
    this.pinned = pinned;
    this.timing = timing;
    this.placedByProducers = placedByProducers;
  }

  /** The kind of entity. */
  public String entity() {
    return plan.entity().name();
  }

  /** The name of the store. */
  public String store() {
    return store;
  }

  /** The entity's compiled features. */
  public FeaturePlan plan() {
    return plan;
  }

  /** Whether producers decide which partition an entity is on: there is no repartition. */
  public boolean placedByProducers() {
    return placedByProducers;
  }

  /**
   * Decodes an entity; every call gives a state of its own.
   *
   * @param row what is stored under the key
   * @param taskRow what is stored under {@link #TASK_ROW}; {@code null} when nothing is
   * @throws FormatException when a row is of another format or damaged
   */
  public StoredEntity read(String key, byte[] row, byte[] taskRow) {
    // a codec of its own, since one reads a state at a time
    EntityEntry entry = new EntityEntryCodec(plan).decode(key, row);
    TaskRow told = TaskRow.read(store, taskRow);
    GroupProgress progress = GroupProgress.of(told, plan.groupIds());
    boolean[] served = new ServedGroups(plan, progress, pinned).served();
    return new StoredEntity(
        entry.state(),
        progress.startMs(),
        served,
        entry.validUntilMs == EntityEntry.UNSENT,
        nowMs(entry));
  }

  /**
   * The instant an entity's values are looked at. Where stream time is the clock, it is one that
   * the vector sent last is right for: the last before it changes, or after all windows are empty.
   */
  private long nowMs(EntityEntry entry) {
    long lastMs = entry.state().lastEventMs();
    if (timing.mode() == ClockMode.WALL) {
      return timing.wall().millis();
    }
    if (entry.validUntilMs != EntityEntry.NEVER) {
      return Math.max(lastMs, entry.validUntilMs - 1);
    }
    return lastMs
        + IntStream.range(0, plan.groups().size()).mapToLong(plan::horizonMs).max().orElse(0);
  }

  /**
   * An entity as it was stored.
   *
   * @param state its state; the caller's own
   * @param groupStartMs per group since when it is observed
   * @param served per group whether its values are sent
   * @param unsent whether it holds changes of which no vector was sent when it was stored
   * @param nowMs the instant to look at it, milliseconds since the Unix epoch
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record StoredEntity(
      EntityState state, long[] groupStartMs, boolean[] served, boolean unsent, long nowMs) {}
}
