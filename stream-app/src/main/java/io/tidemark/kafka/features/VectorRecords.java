package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.VectorStatus;
import io.tidemark.feature.EntityState;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.feature.Vector;
import io.tidemark.store.EntityKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes vectors as records; an absent value is absent in the record. */
final class VectorRecords {
  private final String namespace;
  private final FeaturePlan plan;
  private final long ttlMs;

  VectorRecords(FeatureTask task) {
    this.namespace = task.namespace();
    this.plan = task.plan();
    this.ttlMs = task.ttl().toMillis();
  }

  FeatureVector vector(EntityEntry entry, Vector vector, ServedGroups served) {
    List<String> warming = vector.warming();
    return FeatureVector.newBuilder()
        .setNamespace(namespace)
        .setEntity(plan.entity().name())
        .setKey(entry.key)
        .setKeyParts(EntityKey.split(entry.key))
        .setValues(values(vector))
        .setRevision(entry.state.revision())
        .setAsOf(Instant.ofEpochMilli(vector.asOfMs()))
        .setValidUntil(instant(vector.validUntilMs(), Vector.FOREVER))
        .setStatus(warming.isEmpty() ? VectorStatus.READY : VectorStatus.WARMING)
        .setWarming(warming)
        .setNewestEventTime(instant(entry.newestEventMs, Long.MIN_VALUE))
        .setLastEventTime(instant(entry.state.lastEventMs(), EntityState.NO_EVENT))
        .setTtlMs(ttlMs)
        .setGroupVersions(served.versions())
        .build();
  }

  private Map<String, Object> values(Vector vector) {
    Map<String, Object> values = new LinkedHashMap<>();
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
