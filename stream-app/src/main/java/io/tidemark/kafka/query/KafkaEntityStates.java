package io.tidemark.kafka.query;

import io.tidemark.entity.StoredEntities;
import io.tidemark.entity.StoredEntities.StoredEntity;
import io.tidemark.explain.EntityStates;
import io.tidemark.explain.Finding;
import io.tidemark.explain.Finding.Held;
import io.tidemark.explain.Finding.NotNow;
import io.tidemark.explain.Finding.Unknown;
import io.tidemark.feature.Explanation;
import io.tidemark.feature.FeatureExplainer;
import io.tidemark.kafka.features.FeatureTopology;
import io.tidemark.kafka.run.StreamsProcess;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.query.QueryResult;

/**
 * Looks entities up in the state stores of the running topology (interactive queries).
 *
 * <p>Processors keep states on the heap and store them when their task commits, so what is found is
 * right as of the last commit.
 */
public final class KafkaEntityStates implements EntityStates {
  private final LookUps lookUps;
  private final Advertised self;
  private final Map<String, StoredEntities> byEntity = new HashMap<>();

  /**
   * Look-ups in a topology that may not run yet.
   *
   * @param process the topology, once it is there
   * @param features what stores entities in it
   * @param advertised where this instance is asked; others are asked by the same scheme
   */
  public KafkaEntityStates(
      Supplier<Optional<StreamsProcess>> process, List<FeatureTopology> features, URI advertised) {
    this.lookUps = new LookUps(process);
    this.self = Advertised.at(advertised);
    features.stream().map(FeatureTopology::stored).forEach(e -> byEntity.put(e.entity(), e));
  }

  @Override
  public Finding<Explanation> find(String entity, String key, boolean hereOnly) {
    StoredEntities stored = byEntity.get(entity);
    return stored == null
        ? new Unknown<>()
        : lookUps.ask(
            streams ->
                new OwnedRows<Explanation>(
                        streams,
                        self,
                        stored.store(),
                        stored.placedByProducers(),
                        (name, row, place) -> explained(stored, name, row, place))
                    .find(key, hereOnly));
  }

  private static Finding<Explanation> explained(
      StoredEntities stored, String key, byte[] row, OwnedRows.Place place) {
    Optional<QueryResult<byte[]>> task = place.beside(StoredEntities.TASK_ROW);
    if (task.isEmpty()) {
      return new NotNow<>(
          "partition " + place.partition() + " leaves this instance at this moment");
    }
    StoredEntity entity = stored.read(key, row, task.get().getResult());
    Explanation explanation =
        new FeatureExplainer(stored.plan())
            .explain(entity.state(), entity.nowMs(), entity.groupStartMs(), entity.served());
    return new Held<>(explanation, place.origin(entity.unsent()));
  }
}
