package io.tidemark.kafka.seen;

import io.tidemark.seen.IdBuckets;
import io.tidemark.seen.IdHead;
import io.tidemark.seen.IdRowCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Ids on disk: written in rows of many, read one by one.
 *
 * <p>What is put is a row of {@link IdRowCodec} under {@link IdKeys#row}; the changelog has it as
 * it is, a record for thousands of ids. Here its ids become keys of their own, {@link IdKeys#id},
 * whose value is the time of the event; of the row itself only the time of its newest event is
 * kept, under its key; and {@link IdKeys#HEAD} is an {@link IdHead}. {@link #get} takes these three
 * kinds of keys. A row that is removed leaves its ids; they are dropped when no event can ask for
 * their bucket any more.
 *
 * <p>Restored by Kafka Streams from the changelog like every store, also on standbys; what is put
 * twice is as if put once. Rows are put and removed in the order of their numbers.
 */
public final class RocksIdIndex implements KeyValueStore<Bytes, byte[]> {
  private final String name;
  private final IdBuckets buckets;
  private IdTable table;
  private IdHead head;
  private long firstBucket;
  private boolean flushesOnCommit;

  RocksIdIndex(String name, IdBuckets buckets) {
    this.name = name;
    this.buckets = buckets;
  }

  /** A builder of logged stores for one window of de-duplication. */
  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name, Duration window) {
    return Stores.keyValueStoreBuilder(
            new Supplier(name, IdBuckets.of(window)), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled();
  }

  private record Supplier(String name, IdBuckets buckets) implements KeyValueBytesStoreSupplier {
    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return new RocksIdIndex(name, buckets);
    }

    @Override
    public String metricsScope() {
      return "event-ids";
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** Opens the store, also again after {@link #close}. */
  @Override
  public void init(StateStoreContext context, StateStore root) {
    // under exactly-once Kafka Streams wipes what was not closed; otherwise it notes at a commit
    // how far the store goes, which then must be true of the disk
    flushesOnCommit =
        !StreamsConfig.EXACTLY_ONCE_V2.equals(
            context.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
    table = new IdTable(context.stateDir().toPath().resolve("rocksdb").resolve(name));
    context.register(root, (key, row) -> put(Bytes.wrap(key), row));
    byte[] saved = table.get(IdKeys.HEAD.get());
    head = saved == null ? IdHead.empty(buckets.lengthMs()) : ofThisWindow(IdHead.decode(saved));
    firstBucket = 0;
  }

  /** Buckets of another length say nothing: their ids are forgotten. */
  private IdHead ofThisWindow(IdHead saved) {
    if (saved.bucketMs() == buckets.lengthMs()) {
      return saved;
    }
    table.deleteRange(IdKeys.bucket(0), IdKeys.bucket(Long.MAX_VALUE));
    return new IdHead(saved.newestMs(), saved.firstRow(), saved.nextRow(), buckets.lengthMs());
  }

  /** Adds the ids of a row; forgets a row if it is {@code null}. */
  @Override
  public void put(Bytes key, byte[] row) {
    IdBatch batch = new IdBatch();
    if (row == null) {
      head = head.withoutRow(IdKeys.rowNumber(key));
      batch.delete(key.get());
    } else {
      add(batch, key, row);
    }
    batch.put(IdKeys.HEAD.get(), head.encode());
    table.write(batch);
  }

  private void add(IdBatch batch, Bytes key, byte[] row) {
    long newestMs = IdRowCodec.newestMs(row);
    head = head.withRow(IdKeys.rowNumber(key), newestMs);
    dropBuckets(buckets.firstInReach(head.newestMs()));
    IdRowCodec.decode(row, (high, low, timeMs) -> add(batch, high, low, timeMs));
    batch.putTime(key.get(), newestMs);
  }

  private void dropBuckets(long firstInReach) {
    if (firstInReach > firstBucket) {
      table.deleteRange(IdKeys.bucket(firstBucket), IdKeys.bucket(firstInReach));
      firstBucket = firstInReach;
    }
  }

  private void add(IdBatch batch, long high, long low, long timeMs) {
    long bucket = buckets.at(timeMs);
    if (bucket >= firstBucket) {
      batch.putId(bucket, high, low, timeMs);
    }
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> rows) {
    rows.forEach(row -> put(row.key, row.value));
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] row) {
    throw new UnsupportedOperationException("a row of event ids has a number of its own");
  }

  @Override
  public byte[] delete(Bytes key) {
    put(key, null);
    return null;
  }

  @Override
  public byte[] get(Bytes key) {
    return table.get(key.get());
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    throw new UnsupportedOperationException("event ids are asked for one by one");
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    throw new UnsupportedOperationException("event ids are asked for one by one");
  }

  @Override
  public long approximateNumEntries() {
    return table.estimatedKeys();
  }

  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    if (flushesOnCommit && table != null) {
      table.flush();
    }
  }

  @Override
  public void close() {
    if (table != null) {
      IdTable closing = table;
      table = null;
      closing.close();
    }
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return table != null;
  }

  /** Of no use without queries from outside. */
  @Override
  public Position getPosition() {
    return Position.emptyPosition();
  }
}
