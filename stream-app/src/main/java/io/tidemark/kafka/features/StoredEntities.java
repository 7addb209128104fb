package io.tidemark.kafka.features;

import io.tidemark.definition.ClockMode;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.FeaturePlan;
import java.util.stream.IntStream;

/**
 * Reads the rows of one entity's state store for those who look at it from outside the task.
 * Thread-safe.
 */
public final class StoredEntities {
  /** Key of the row that is about the task: no entity has it. */
  public static final String TASK_ROW = TaskRow.KEY;

  private final FeatureTopology topology;
  private final FeatureTask task;
  private final EntityEntryCodec codec;

  /** Reads what the processors of this part of the graph store. */
  public StoredEntities(FeatureTopology topology) {
    this.topology = topology;
    this.task = topology.task();
    this.codec = new EntityEntryCodec(task.plan());
  }

  /** The kind of entity. */
  public String entity() {
    return task.entity();
  }

  /** The name of the store. */
  public String store() {
    return task.stateStore();
  }

  public FeaturePlan plan() {
    return task.plan();
  }

  /** Whether producers decide which partition an entity is on: there is no repartition. */
  public boolean placedByProducers() {
    return topology.programs().size() == 1 && topology.programs().get(0).keyedByEntity();
  }

  /**
   * Decodes an entity; every call gives a state of its own.
   *
   * @param row what is stored under the key
   * @param taskRow what is stored under {@link #TASK_ROW}; {@code null} when nothing is
   * @throws IllegalStateException when a newer version wrote it
   */
  public StoredEntity read(String key, byte[] row, byte[] taskRow) {
    EntityEntry entry = codec.decode(key, row);
    TaskRow told = TaskRow.read(store(), taskRow, codec.stateFormat());
    GroupProgress progress = GroupProgress.of(told, task.plan().groupIds());
    boolean[] served = new ServedGroups(task.plan(), progress, task.pinned()).served();
    return new StoredEntity(
        entry.state,
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
    long lastMs = entry.state.lastEventMs();
    if (task.clock() == ClockMode.WALL) {
      return Math.max(task.wall().millis(), lastMs);
    }
    if (entry.validUntilMs != EntityEntry.NEVER) {
      return Math.max(lastMs, entry.validUntilMs - 1);
    }
    FeaturePlan plan = task.plan();
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
