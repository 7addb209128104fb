package io.tidemark.app.plan;

import io.tidemark.kafka.run.TidemarkTopology;

/**
 * Plans the whole topology from the plans of its parts.
 *
 * @param ingest how topics are read
 * @param features how features are computed
 * @param drift how drift is measured
 * @param joins how predictions and outcomes are joined
 */
public record TopologyPlan(
    IngestPlan ingest, FeaturesPlan features, DriftPlan drift, JoinPlan joins) {
  /** The topology, ready to be built. */
  public TidemarkTopology topology() {
    return new TidemarkTopology(
        ingest.topology(),
        ingest.sources(),
        features.topologies(),
        ingest.predictionTopics(),
        drift.topology(),
        joins.topologies());
  }
}
