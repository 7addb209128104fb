package io.tidemark.kafka.query;

import io.tidemark.bytes.FormatException;
import io.tidemark.entity.StoredEntities;
import io.tidemark.entity.StoredEntities.StoredEntity;
import io.tidemark.explain.EntityStates;
import io.tidemark.feature.Explanation;
import io.tidemark.feature.FeatureExplainer;
import io.tidemark.kafka.features.FeatureTopology;
import io.tidemark.kafka.run.StreamsProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Looks entities up in the state stores of the running topology (interactive queries).
 *
 * <p>Processors keep states on the heap and store them when their task commits, so what is found is
 * right as of the last commit. Only active tasks are asked: a standby may be behind.
 */
public final class KafkaEntityStates implements EntityStates {
  private final Supplier<Optional<StreamsProcess>> process;
  private final HostInfo self;
  private final String scheme;
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
    this.process = process;
    this.self = HostInfo.buildFromEndpoint(advertised.getAuthority());
    this.scheme = advertised.getScheme();
    features.stream().map(FeatureTopology::stored).forEach(e -> byEntity.put(e.entity(), e));
  }

  @Override
  public Finding find(String entity, String key, boolean hereOnly) {
    StoredEntities stored = byEntity.get(entity);
    Optional<StreamsProcess> running = process.get();
    if (stored == null) {
      return new Unknown();
    }
    if (running.isEmpty()) {
      return new NotNow("the service is starting");
    }
    try {
      return new Lookup(running.get().streams(), stored, key).find(hereOnly);
    } catch (InvalidStateStoreException | IllegalStateException | FormatException e) {
      return new NotNow(String.valueOf(e.getMessage()));
    }
  }

  /** One look-up. */
  private final class Lookup {
    private final KafkaStreams streams;
    private final StoredEntities stored;
    private final String key;

    Lookup(KafkaStreams streams, StoredEntities stored, String key) {
      this.streams = streams;
      this.stored = stored;
      this.key = key;
    }

    Finding find(boolean hereOnly) {
      Map<Integer, QueryResult<byte[]>> rows = rows();
      for (Map.Entry<Integer, QueryResult<byte[]>> row : rows.entrySet()) {
        if (row.getValue().isSuccess() && row.getValue().getResult() != null) {
          return held(row.getKey(), row.getValue());
        }
      }
      return owner(rows, hereOnly);
    }

    private Map<Integer, QueryResult<byte[]>> rows() {
      return streams.query(request(key)).getPartitionResults();
    }

    private StateQueryRequest<byte[]> request(String row) {
      return StateQueryRequest.inStore(stored.store())
          .withQuery(KeyQuery.<String, byte[]>withKey(row))
          .requireActive();
    }

    private Finding held(int partition, QueryResult<byte[]> row) {
      QueryResult<byte[]> task =
          streams
              .query(request(StoredEntities.TASK_ROW).withPartitions(Set.of(partition)))
              .getPartitionResults()
              .get(partition);
      if (task == null || task.isFailure()) {
        return new NotNow("partition " + partition + " leaves this instance at this moment");
      }
      StoredEntity entity = stored.read(key, row.getResult(), task.getResult());
      Explanation explanation =
          new FeatureExplainer(stored.plan())
              .explain(entity.state(), entity.nowMs(), entity.groupStartMs(), entity.served());
      Origin origin =
          new Origin(address(self), partition, entity.unsent(), applied(row.getPosition()));
      return new Held(explanation, origin);
    }

    /** Who has it when no task here does. */
    private Finding owner(Map<Integer, QueryResult<byte[]>> rows, boolean hereOnly) {
      KeyQueryMetadata owner =
          streams.queryMetadataForKey(stored.store(), key, new StringSerializer());
      if (owner == null || owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        return new NotNow("partitions are being assigned to instances");
      }
      boolean ours = owner.activeHost().equals(self);
      if (ours && !read(rows.get(owner.partition()))) {
        return new NotNow("partition " + owner.partition() + " is being restored");
      }
      Set<HostInfo> others = new LinkedHashSet<>();
      if (!ours) {
        others.add(owner.activeHost());
      }
      if (stored.placedByProducers()) {
        others.addAll(others());
      }
      return elsewhere(others, ours, owner.partition(), hereOnly);
    }

    private Finding elsewhere(Set<HostInfo> others, boolean ours, int partition, boolean hereOnly) {
      if (hereOnly && !ours && !stored.placedByProducers()) {
        return new NotNow("partition " + partition + " has moved to another instance");
      }
      return hereOnly || others.isEmpty()
          ? new Unknown()
          : new Elsewhere(others.stream().map(KafkaEntityStates.this::endpoint).toList());
    }

    private boolean read(QueryResult<byte[]> row) {
      return row != null && row.isSuccess();
    }

    private List<HostInfo> others() {
      return streams.streamsMetadataForStore(stored.store()).stream()
          .map(StreamsMetadata::hostInfo)
          .filter(host -> !host.equals(self))
          .toList();
    }
  }

  private URI endpoint(HostInfo host) {
    return URI.create(scheme + "://" + address(host));
  }

  private static String address(HostInfo host) {
    boolean bare = host.host().contains(":") && !host.host().startsWith("[");
    return (bare ? "[" + host.host() + "]" : host.host()) + ":" + host.port();
  }

  private static List<Applied> applied(Position position) {
    List<Applied> applied = new ArrayList<>();
    if (position != null) {
      for (String topic : position.getTopics()) {
        position
            .getPartitionPositions(topic)
            .forEach((partition, offset) -> applied.add(new Applied(topic, partition, offset)));
      }
    }
    return applied;
  }
}
