package io.tidemark.app.plan;

import io.tidemark.app.settings.FeatureSetting;
import io.tidemark.contribution.EntityFeatures;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.entity.EntityHeap;
import io.tidemark.entity.Rebuilds;
import io.tidemark.kafka.features.FeatureSetup;
import io.tidemark.kafka.features.FeatureTopology;
import io.tidemark.kafka.ingest.RecordSerde;
import io.tidemark.kafka.past.SourceHistory;
import io.tidemark.task.TaskSum;
import java.util.List;
import java.util.Optional;

/**
 * Plans how features are computed, one part of the graph per entity.
 *
 * @param store where feature rows go
 * @param rebuilds requests to send every row again
 * @param history tells how many partitions sources have
 */
public record FeaturesPlan(
    Basis basis, StoreOutlet store, Rebuilds rebuilds, SourceHistory history) {
  /** What decoded entities may take; with more, collecting garbage costs more than reading back. */
  private static final int ENTITIES_PERCENT_OF_HEAP = 15;

  List<FeatureTopology> topologies() {
    EntityHeap heap = entityHeap();
    return basis.entities().stream().map(entity -> features(entity, heap)).toList();
  }

  private FeatureTopology features(EntityFeatures entity, EntityHeap heap) {
    basis.metrics().features().show(entity.entity().name(), groups(entity));
    FeatureSetup setup =
        new FeatureSetup(
            basis.declared().namespace(),
            entity.plan(),
            basis.timing(basis.settings().get(FeatureSetting.FLUSH_INTERVAL)),
            heap,
            sweeping(entity.entity().name()),
            output(entity.entity().name()),
            basis.metrics());
    return new FeatureTopology(
        setup,
        entity.programs(),
        FeatureParts.tasks(entity, basis.definitions(), basis.partitions(), history::partitions),
        RecordSerde.writing(basis.registry(), basis.topics().features().valueSubject()),
        erasing().receipts());
  }

  private static List<String> groups(EntityFeatures entity) {
    return entity.plan().groups().stream().map(FeatureGroup::versioned).toList();
  }

  private FeatureSetup.Output output(String entity) {
    return new FeatureSetup.Output(
        store,
        topic(),
        new TaskSum(count -> basis.metrics().erasure().waiting(entity, count)),
        erasing().answers());
  }

  private Optional<String> topic() {
    return basis.settings().get(FeatureSetting.TO_TOPIC)
        ? Optional.of(basis.topics().features().name())
        : Optional.empty();
  }

  private ErasurePlan erasing() {
    return new ErasurePlan(basis);
  }

  private FeatureSetup.Sweeping sweeping(String entity) {
    return new FeatureSetup.Sweeping(
        PinnedGroups.of(basis.settings(), basis.declared()),
        rebuilds,
        new TaskSum(count -> basis.metrics().features().sweepRemaining(entity, count)));
  }

  private EntityHeap entityHeap() {
    long bytes = Runtime.getRuntime().maxMemory() / 100 * ENTITIES_PERCENT_OF_HEAP;
    EntityHeap heap = new EntityHeap(basis.settings().get(FeatureSetting.HEAP_ENTITIES), bytes);
    basis.metrics().features().heapShown(heap::entities, heap::bytesTaken, heap::bytesAtMost);
    return heap;
  }
}
