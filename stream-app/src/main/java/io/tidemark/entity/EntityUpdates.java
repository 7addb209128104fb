package io.tidemark.entity;

import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.contribution.EntityInput.Contributed;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.task.TaskClock;

/** Applies contributions to the entities of a task. Not thread-safe. */
public final class EntityUpdates {
  private final FeatureEngine engine;
  private final GroupIndex groups;
  private final TaskClock clock;
  private final Entities entities;
  private final GroupProgress progress;

  /**
   * Of a task that is being taken over.
   *
   * @param progress since when each group is observed
   */
  public EntityUpdates(
      FeaturePlan plan, TaskClock clock, Entities entities, GroupProgress progress) {
    this.engine = new FeatureEngine(plan);
    this.groups = new GroupIndex(plan);
    this.clock = clock;
    this.entities = entities;
    this.progress = progress;
  }

  /**
   * Applies what an event contributes to an entity, for the groups that may take it.
   *
   * @param served the groups whose values a vector shows
   * @param trace the trace of the event, in whatever form the caller uses; empty for none
   * @return whether it counts; not where the entity was erased after it happened. Since when groups
   *     are observed is told by it all the same, so that nobody else is touched
   */
  public boolean apply(EntityEntry entry, Contributed input, ServedGroups served, String trace) {
    long timeMs = input.contribution().timeMs();
    long knownMs = clock.nowMsOr(Long.MAX_VALUE);
    // before any stream time is known, an event is as new as anything
    long nowMs = knownMs == Long.MAX_VALUE ? timeMs : knownMs;
    long sinceMs = Math.min(timeMs, nowMs);
    boolean counts = entry.cutoffs.keeps(timeMs, input.past());
    boolean applied = false;
    boolean visible = false;
    for (GroupInputs inputs : input.contribution().groups()) {
      int group = groups.of(inputs.group());
      // a clock that is ahead does not put off since when the group is observed
      if (group >= 0 && progress.observe(group, sinceMs, knownMs, input.past()) && counts) {
        engine.apply(entry.state(), group, inputs.values(), timeMs, nowMs);
        applied = true;
        visible |= served.serves(group);
      }
    }
    if (applied) {
      entities.applied(entry);
    }
    if (visible) {
      entities.changed(entry, input.past() ? EntityEntry.NO_EVENT : timeMs);
      entry.changedBy(trace);
    }
    return counts;
  }
}
