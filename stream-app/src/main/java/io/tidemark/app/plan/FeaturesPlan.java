package io.tidemark.app.plan;

import io.tidemark.app.settings.FeatureSetting;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.entity.EntityHeap;
import io.tidemark.entity.Rebuilds;
import io.tidemark.kafka.features.FeatureSetup;
import io.tidemark.kafka.features.FeatureTopology;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.task.TaskSum;
import java.util.List;

/**
 * Plans how features are computed, one part of the graph per entity.
 *
 * @param store where feature rows go
 * @param rebuilds requests to send every row again
 */
public record FeaturesPlan(Basis basis, StoreOutlet store, Rebuilds rebuilds) {
  /** What decoded entities may take; with more, collecting garbage costs more than reading back. */
  private static final int ENTITIES_PERCENT_OF_HEAP = 15;

  List<FeatureTopology> topologies() {
    EntityHeap heap = entityHeap();
    return basis.entities().stream().map(entity -> features(entity, heap)).toList();
  }

  private FeatureTopology features(EntityFeatures entity, EntityHeap heap) {
    FeatureSetup setup =
        new FeatureSetup(
            basis.declared().namespace(),
            entity.plan(),
            basis.timing(basis.settings().get(FeatureSetting.FLUSH_INTERVAL)),
            heap,
            sweeping(entity.entity().name()),
            new FeatureSetup.Output(store, basis.settings().get(FeatureSetting.TO_TOPIC)),
            basis.metrics());
    return new FeatureTopology(
        setup,
        entity.programs(),
        basis.partitions(),
        basis.topics().features().name(),
        RecordSerde.writing(basis.registry(), basis.topics().features().valueSubject()));
  }

  private FeatureSetup.Sweeping sweeping(String entity) {
    return new FeatureSetup.Sweeping(
        PinnedGroups.of(basis.settings(), basis.declared()),
        rebuilds,
        new TaskSum(count -> basis.metrics().features().sweepRemaining(entity, count)));
  }

  private EntityHeap entityHeap() {
    long bytes = Runtime.getRuntime().maxMemory() / 100 * ENTITIES_PERCENT_OF_HEAP;
    return new EntityHeap(basis.settings().get(FeatureSetting.HEAP_ENTITIES), bytes);
  }
}
