package io.tidemark.kafka.query;

import io.tidemark.explain.Finding;
import io.tidemark.explain.Finding.Applied;
import io.tidemark.explain.Finding.Elsewhere;
import io.tidemark.explain.Finding.NotNow;
import io.tidemark.explain.Finding.Origin;
import io.tidemark.explain.Finding.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The rows of one store of the running topology. Only active tasks are asked: a standby may be
 * behind.
 *
 * @param <T> what a row is read as
 */
final class OwnedRows<T> {
  private final KafkaStreams streams;
  private final Advertised self;
  private final String store;
  private final boolean anywhere;
  private final RowReader<T> reader;

  /** Reads a row that was found. */
  @FunctionalInterface
  interface RowReader<T> {
    Finding<T> read(String key, byte[] row, Place place);
  }

  /** Where a row was found, and its store's other rows there. */
  interface Place {
    /** Another row of the same task; empty when the task leaves at this moment. */
    Optional<QueryResult<byte[]>> beside(String key);

    Origin origin(boolean unsent);

    int partition();
  }

  /**
   * The rows of a store.
   *
   * @param anywhere whether a key may be on any partition
   */
  OwnedRows(
      KafkaStreams streams, Advertised self, String store, boolean anywhere, RowReader<T> reader) {
    this.streams = streams;
    this.self = self;
    this.store = store;
    this.anywhere = anywhere;
    this.reader = reader;
  }

  Finding<T> find(String key, boolean hereOnly) {
    Map<Integer, QueryResult<byte[]>> rows = streams.query(request(key)).getPartitionResults();
    for (Map.Entry<Integer, QueryResult<byte[]>> row : rows.entrySet()) {
      if (row.getValue().isSuccess() && row.getValue().getResult() != null) {
        Place place = new Found(row.getKey(), row.getValue().getPosition());
        return reader.read(key, row.getValue().getResult(), place);
      }
    }
    return owner(key, rows, hereOnly);
  }

  private StateQueryRequest<byte[]> request(String row) {
    return StateQueryRequest.inStore(store)
        .withQuery(KeyQuery.<String, byte[]>withKey(row))
        .requireActive();
  }

  private final class Found implements Place {
    private final int partition;
    private final Position position;

    Found(int partition, Position position) {
      this.partition = partition;
      this.position = position;
    }

    @Override
    public Optional<QueryResult<byte[]>> beside(String key) {
      return Optional.ofNullable(
              streams
                  .query(request(key).withPartitions(Set.of(partition)))
                  .getPartitionResults()
                  .get(partition))
          .filter(QueryResult::isSuccess);
    }

    @Override
    public Origin origin(boolean unsent) {
      return new Origin(self.address(), partition, unsent, applied(position));
    }

    @Override
    public int partition() {
      return partition;
    }
  }

  /** Who has it when no task here does. */
  private Finding<T> owner(String key, Map<Integer, QueryResult<byte[]>> rows, boolean hereOnly) {
    KeyQueryMetadata owner = streams.queryMetadataForKey(store, key, new StringSerializer());
    if (owner == null || owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      return new NotNow<>("partitions are being assigned to instances");
    }
    boolean ours = owner.activeHost().equals(self.host());
    QueryResult<byte[]> row = rows.get(owner.partition());
    if (ours && (row == null || row.isFailure())) {
      return new NotNow<>("partition " + owner.partition() + " is being restored");
    }
    Set<HostInfo> others = new LinkedHashSet<>();
    if (!ours) {
      others.add(owner.activeHost());
    }
    if (anywhere) {
      others.addAll(others());
    }
    return elsewhere(others, ours, owner.partition(), hereOnly);
  }

  private Finding<T> elsewhere(
      Set<HostInfo> others, boolean ours, int partition, boolean hereOnly) {
    if (hereOnly && !ours && !anywhere) {
      return new NotNow<>("partition " + partition + " has moved to another instance");
    }
    return hereOnly || others.isEmpty()
        ? new Unknown<>()
        : new Elsewhere<>(others.stream().map(self::endpoint).toList());
  }

  private List<HostInfo> others() {
    return streams.streamsMetadataForStore(store).stream()
        .map(StreamsMetadata::hostInfo)
        .filter(host -> !host.equals(self.host()))
        .toList();
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
