package io.tidemark.feature;

/**
 * Everything remembered of one entity, decoded and mutable: per group the tiles of each tier and
 * the lifetime aggregates. Made by {@link FeatureEngine#empty} and {@link EntityStateCodec#decode};
 * changed by the engine of the same plan. Not thread-safe.
 */
public final class EntityState {
  /** {@link #lastEventMs} before the first event. */
  public static final long NO_EVENT = Long.MIN_VALUE;

  /** Rough size of the objects of a tier apart from their arrays' content. */
  private static final int OBJECT_BYTES = 120;

  private final FeaturePlan plan;
  private final GroupState[] groups;
  private long revision;
  private long lastEventMs = NO_EVENT;

  EntityState(FeaturePlan plan) {
    this.plan = plan;
    this.groups = new GroupState[plan.groupPlans().size()];
  }

  /** The caller's counter of changes, 0 at first; the engine stores it and does not change it. */
  public long revision() {
    return revision;
  }

  /**
   * Sets the revision.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public void revision(long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "Invalid revision " + value + ": a revision counts up from 0. Pass the input's offset.");
    }
    revision = value;
  }

  /** Latest event time applied, in milliseconds since the Unix epoch, or {@link #NO_EVENT}. */
  public long lastEventMs() {
    return lastEventMs;
  }

  /** Latest event time applied to a group of the plan, or {@link #NO_EVENT}. */
  public long lastEventMs(int group) {
    return groups[group] == null ? NO_EVENT : groups[group].lastEventMs();
  }

  /** How many tiles are held, over all groups and tiers. */
  public int tileCount() {
    int count = 0;
    for (GroupState group : groups) {
      count += group == null ? 0 : group.tileCount();
    }
    return count;
  }

  /** Approximate size on the heap, in bytes, for a cache that is bounded by memory. */
  public long heapBytes() {
    long bytes = OBJECT_BYTES;
    for (GroupState group : groups) {
      bytes += group == null ? 0 : OBJECT_BYTES + group.heapBytes();
    }
    return bytes;
  }

  FeaturePlan plan() {
    return plan;
  }

  /** The group's state, or null when it has none. */
  GroupState group(int index) {
    return groups[index];
  }

  GroupState openGroup(int index) {
    if (groups[index] == null) {
      groups[index] = new GroupState(plan.groupPlans().get(index));
    }
    return groups[index];
  }

  void observe(long eventTimeMs) {
    lastEventMs = Math.max(lastEventMs, eventTimeMs);
  }
}
