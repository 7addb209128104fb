package io.tidemark.records;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.VectorStatus;
import io.tidemark.entity.EntityEntry;
import io.tidemark.entity.ServedGroups;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.feature.Vector;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Writes vectors as rows of the online store and as records; an absent value is absent in both. */
public final class VectorRecords {
  private final String namespace;
  private final FeaturePlan plan;
  private final Duration ttl;

  public VectorRecords(String namespace, FeaturePlan plan) {
    this.namespace = namespace;
    this.plan = plan;
    this.ttl = plan.ttl();
  }

  /** The kind of entity. */
  public String entity() {
    return plan.entity().name();
  }

  /** How long what a group says of an idle entity holds. */
  public Duration ttl(int group) {
    return plan.ttl(group);
  }

  /** How many groups the entity has. */
  public int groups() {
    return plan.groups().size();
  }

  /** The row of an entity. */
  public FeatureRow row(EntityEntry entry, Vector vector, ServedGroups served) {
    return new FeatureRow(
        new EntityKey(namespace, plan.entity().name(), entry.key()),
        FeatureRow.handedOver(values(vector)),
        entry.state().revision(),
        vector.asOfMs(),
        millis(vector.validUntilMs(), Vector.FOREVER),
        eventTimes(entry.state(), served),
        vector.warming(),
        ttl);
  }

  private EventTimes eventTimes(EntityState state, ServedGroups served) {
    Map<String, Long> byGroup = new HashMap<>();
    for (int g = 0; g < plan.groups().size(); g++) {
      if (served.serves(g) && state.lastEventMs(g) != EntityState.NO_EVENT) {
        byGroup.put(plan.groups().get(g).name(), state.lastEventMs(g));
      }
    }
    return new EventTimes(millis(state.lastEventMs(), EntityState.NO_EVENT), byGroup);
  }

  private static OptionalLong millis(long ms, long none) {
    return ms == none ? OptionalLong.empty() : OptionalLong.of(ms);
  }

  /** The record of an entity. */
  public FeatureVector vector(EntityEntry entry, Vector vector, ServedGroups served) {
    List<String> warming = vector.warming();
    return new FeatureVector(
        namespace,
        plan.entity().name(),
        entry.key(),
        EntityKey.split(entry.key()),
        values(vector),
        entry.state().revision(),
        Instant.ofEpochMilli(vector.asOfMs()),
        instant(vector.validUntilMs(), Vector.FOREVER),
        warming.isEmpty() ? VectorStatus.READY : VectorStatus.WARMING,
        warming,
        instant(entry.newestEventMs(), EntityEntry.NO_EVENT),
        instant(entry.state().lastEventMs(), EntityState.NO_EVENT),
        ttl.toMillis(),
        served.versions());
  }

  private Map<String, Object> values(Vector vector) {
    Map<String, Object> values = new LinkedHashMap<>(2 * vector.size());
    for (int i = 0; i < vector.size(); i++) {
      if (vector.value(i) != null) {
        values.put(plan.features().get(i).name(), vector.value(i));
      }
    }
    return values;
  }

  private static Instant instant(long ms, long none) {
    return ms == none ? null : Instant.ofEpochMilli(ms);
  }
}
