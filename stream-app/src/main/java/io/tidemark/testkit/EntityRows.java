package io.tidemark.testkit;

import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.contribution.ContributionProgram;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.event.Event;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.FeatureEngine;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.feature.Vector;
import io.tidemark.testkit.FeatureReading.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The features of every key of one entity, as one task of the service keeps them. */
final class EntityRows {
  private final EntityFeatures features;
  private final FeaturePlan plan;
  private final FeatureEngine engine;
  private final ScenarioClock clock;
  private final long[] startMs;
  private final Map<String, EntityState> states = new HashMap<>();

  EntityRows(EntityFeatures features, ScenarioClock clock) {
    this.features = features;
    this.plan = features.plan();
    this.engine = new FeatureEngine(plan);
    this.clock = clock;
    this.startMs = new long[plan.groups().size()];
    Arrays.fill(startMs, FeatureEngine.NOT_STARTED);
  }

  /** How many fields make the entity's key. */
  int keyParts() {
    return features.entity().key().size();
  }

  /**
   * Applies what the source's event contributes, if it contributes anything.
   *
   * @param streamMs stream time as the source knows it
   */
  void take(String source, Event event, long streamMs) {
    for (ContributionProgram program : features.programs()) {
      Optional<String> key =
          program.source().equals(source) ? program.keyOf(event.fields()) : Optional.empty();
      key.flatMap(entity -> program.contribute(event, group -> true, group -> {}))
          .ifPresent(contribution -> apply(key.get(), contribution, streamMs));
    }
  }

  private void apply(String key, Contribution contribution, long streamMs) {
    clock.observe(streamMs);
    long nowMs = clock.nowMsOr(contribution.timeMs());
    EntityState state = states.computeIfAbsent(key, first -> engine.empty());
    for (GroupInputs inputs : contribution.groups()) {
      int group = plan.groupIndex(inputs.group());
      boolean first = startMs[group] == FeatureEngine.NOT_STARTED;
      if (first || startMs[group] > clock.nowMsOr(Long.MAX_VALUE)) {
        startMs[group] = Math.min(contribution.timeMs(), nowMs);
      }
      engine.apply(state, group, inputs.values(), contribution.timeMs(), nowMs);
    }
  }

  /** One reading. */
  FeatureReading read(String key, String feature) {
    int index = plan.indexOf(feature);
    EntityState state = states.get(key);
    return state == null
        ? FeatureReading.ofNothing(feature)
        : reading(feature, index, vector(state));
  }

  /** Until stream time is known an entity is seen as of its own newest event. */
  private Vector vector(EntityState state) {
    return engine.vector(state, clock.nowMsOr(Math.max(0, state.lastEventMs())), startMs);
  }

  /** Every reading by name, ascending. */
  SortedMap<String, FeatureReading> read(String key) {
    EntityState state = states.get(key);
    Vector vector = state == null ? null : vector(state);
    SortedMap<String, FeatureReading> readings = new TreeMap<>();
    plan.features()
        .forEach(
            feature ->
                readings.computeIfAbsent(
                    feature.name(),
                    name ->
                        vector == null
                            ? FeatureReading.ofNothing(name)
                            : reading(name, plan.indexOf(name), vector)));
    return readings;
  }

  private static FeatureReading reading(String name, int index, Vector vector) {
    Object value = vector.value(index);
    Status present = value == null ? Status.ABSENT : Status.PRESENT;
    return new FeatureReading(
        name,
        value,
        vector.isWarming(index) ? Status.WARMING : present,
        Optional.of(Instant.ofEpochMilli(vector.asOfMs())),
        vector.validUntilMs() == Vector.FOREVER
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(vector.validUntilMs())));
  }
}
