package io.tidemark.feature;

import io.tidemark.feature.Explanation.OfFeature;
import io.tidemark.feature.Explanation.OfGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Says from an entity's state why its values are what they are: the same values as {@link
 * FeatureEngine#vector}, with what they are made of. For people, not for the path of events: it
 * costs a pass over the tiles for each value. Immutable and thread-safe; a state is not.
 */
public final class FeatureExplainer {
  private final FeaturePlan plan;

  public FeatureExplainer(FeaturePlan plan) {
    this.plan = plan;
  }

  /**
   * Explains the values at an instant. Changes nothing.
   *
   * @param nowMs not before an instant the state was already changed or read at
   * @param groupStartMs per group the earliest event time observed, or {@link
   *     FeatureEngine#NOT_STARTED}
   * @param served per group whether it is explained
   */
  public Explanation explain(EntityState state, long nowMs, long[] groupStartMs, boolean[] served) {
    Vector vector = new FeatureEngine(plan).vector(state, nowMs, groupStartMs, served);
    List<OfGroup> groups = new ArrayList<>();
    for (int g = 0; g < served.length; g++) {
      if (served[g]) {
        groups.add(group(g, state, vector, groupStartMs[g]));
      }
    }
    return new Explanation(
        nowMs,
        instant(vector.validUntilMs(), Vector.FOREVER),
        state.revision(),
        instant(state.lastEventMs(), EntityState.NO_EVENT),
        groups);
  }

  private OfGroup group(int g, EntityState state, Vector vector, long startMs) {
    List<OfFeature> features =
        new GroupExplanation(plan, g, vector, startMs).features(state.group(g));
    var declared = plan.groups().get(g);
    return new OfGroup(
        declared.name(),
        declared.version(),
        declared.owner(),
        declared.source(),
        declared.where(),
        instant(startMs, FeatureEngine.NOT_STARTED),
        features);
  }

  static OptionalLong instant(long ms, long none) {
    return ms == none ? OptionalLong.empty() : OptionalLong.of(ms);
  }
}
