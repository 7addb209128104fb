package io.tidemark.kafka.features;

import io.tidemark.definition.ClockMode;
import io.tidemark.feature.EntityStateCodec;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import java.time.Clock;
import java.time.Duration;

/**
 * What every task of one entity's features shares.
 *
 * @param namespace first part of every key in the online store
 * @param entity the entity's name
 * @param plan its compiled features
 * @param clock what makes windows slide
 * @param wall the wall clock
 * @param flushInterval how long changes are gathered
 * @param heapEntities most decoded entities per task
 * @param metrics where the processor reports
 */
record FeatureTask(
    String namespace,
    String entity,
    FeaturePlan plan,
    ClockMode clock,
    Clock wall,
    Duration flushInterval,
    int heapEntities,
    TidemarkMetrics metrics) {

  String stateStore() {
    return "features-" + entity;
  }

  String timerStore() {
    return "features-" + entity + "-due";
  }

  String hookStore() {
    return "features-" + entity + "-commit";
  }

  EntityEntryCodec codec() {
    return new EntityEntryCodec(new EntityStateCodec(plan));
  }

  VectorRecords records() {
    return new VectorRecords(this);
  }
}
