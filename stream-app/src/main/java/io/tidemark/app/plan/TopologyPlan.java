package io.tidemark.app.plan;

import io.tidemark.delivery.StoreOutlet;
import io.tidemark.entity.Rebuilds;
import io.tidemark.kafka.past.SourceHistory;
import io.tidemark.kafka.progress.InputProgress;
import io.tidemark.kafka.progress.WatchedTopics;
import io.tidemark.kafka.run.LabelTopology;
import io.tidemark.kafka.run.TidemarkTopology;
import io.tidemark.monitoring.drift.baseline.Baselines;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Plans the whole topology from the plans of its parts.
 *
 * @param ingest how topics are read
 * @param features how features are computed
 * @param drift how drift is measured
 * @param joins how predictions and outcomes are joined
 * @param quality how quality is measured from labels
 */
public record TopologyPlan(
    IngestPlan ingest,
    FeaturesPlan features,
    DriftPlan drift,
    JoinPlan joins,
    QualityPlan quality) {

  /**
   * The plan of everything that is declared.
   *
   * @param schemas the schema each source was checked against, by source
   * @param history what sources held before the application read them
   * @param store where feature rows go
   * @param rebuilds requests to send every row again
   * @param baselines the reference profiles of drift
   * @param progress how far the topics of a join, or of drift, are read
   */
  public static TopologyPlan of(
      Basis basis,
      Map<String, Schema> schemas,
      SourceHistory history,
      StoreOutlet store,
      Rebuilds rebuilds,
      Baselines baselines,
      Function<WatchedTopics, InputProgress> progress) {
    return new TopologyPlan(
        new IngestPlan(basis, schemas, history),
        new FeaturesPlan(basis, store, rebuilds, history),
        new DriftPlan(basis, baselines, progress),
        new JoinPlan(basis, progress),
        new QualityPlan(basis));
  }

  /** The topology, ready to be built. */
  public TidemarkTopology topology() {
    return new TidemarkTopology(
        ingest.topology(),
        ingest.sources(),
        features.topologies(),
        ingest.predictionTopics(),
        drift.topology(),
        new LabelTopology(joins.topologies(), quality.topology()),
        new ErasurePlan(features.basis()).parts(features.history()));
  }
}
