package io.tidemark.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.avro.FeatureVector;
import io.tidemark.avro.VectorStatus;
import io.tidemark.definition.ClockMode;
import io.tidemark.kafka.SettableClock;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.StoreState.Mark;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Vectors on their way into a store that works, is away, or refuses. */
class FeatureSinkTest {
  private static final String TOPIC = "features";
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final PrometheusExport export = new PrometheusExport();
  private final UnsteadyStore store = new UnsteadyStore();
  private final FailingCommits kafka = new FailingCommits();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final List<Throwable> thrown = new ArrayList<>();
  private final long[] offsets = new long[2];
  private final SettableClock clock = new SettableClock();
  private final List<Mark> rebuilds = new CopyOnWriteArrayList<>();
  private final StoreRebuild rebuild =
      new StoreRebuild() {
        @Override
        public Set<String> parts() {
          return Set.of("0");
        }

        @Override
        public void begin(Mark mark) {
          rebuilds.add(mark);
        }
      };
  private final FeatureSink sink =
      new FeatureSink(
          kafka,
          TOPIC,
          new VectorReader(AvroReader.specific(registry, FeatureVector.class), ClockMode.WALL),
          store,
          rebuild,
          export.metrics(),
          clock);
  private Thread thread;

  /** A consumer whose commits fail once when a test says so. */
  private static final class FailingCommits extends MockConsumer<byte[], byte[]> {
    private KafkaException failure;
    private int commits;

    FailingCommits() {
      super(AutoOffsetResetStrategy.EARLIEST.name());
    }

    @Override
    public synchronized void commitSync() {
      if (failure != null) {
        KafkaException once = failure;
        failure = null;
        throw once;
      }
      super.commitSync();
      commits++;
    }

    synchronized int commits() {
      return commits;
    }

    synchronized void failOnce(KafkaException once) {
      failure = once;
    }
  }

  @BeforeEach
  void start() {
    kafka.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    kafka.schedulePollTask(() -> kafka.rebalance(List.of(FIRST)));
    thread = new Thread(sink, "sink");
    thread.setUncaughtExceptionHandler((t, error) -> thrown.add(error));
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    store.recover();
    sink.close();
    thread.join();
    export.close();
  }

  private byte[] vector(String key, long revision) {
    return vector(key, revision, Map.of("g.n_5m", revision));
  }

  private byte[] vector(String key, long revision, Map<String, Object> values) {
    FeatureVector vector =
        FeatureVector.newBuilder()
            .setNamespace("shop")
            .setEntity("user")
            .setKey(key)
            .setValues(values)
            .setRevision(revision)
            .setAsOf(SettableClock.START)
            .setStatus(VectorStatus.READY)
            .setTtlMs(60_000)
            .build();
    return writer.write(TOPIC + "-value", vector);
  }

  /** Adds records at a poll, so that all of them are one batch. */
  private void publish(TopicPartition partition, byte[]... values) {
    kafka.schedulePollTask(
        () -> {
          for (byte[] value : values) {
            long offset = offsets[partition.partition()]++;
            kafka.addRecord(
                new ConsumerRecord<>(TOPIC, partition.partition(), offset, null, value));
          }
        });
  }

  private long committed(TopicPartition partition) {
    OffsetAndMetadata offset = kafka.committed(Set.of(partition)).get(partition);
    return offset == null ? 0 : offset.offset();
  }

  private void awaitCommitted(TopicPartition partition, long offset) {
    await().until(() -> committed(partition) == offset);
  }

  private static EntityKey key(String key) {
    return new EntityKey("shop", "user", key);
  }

  @Test
  void batchIsWrittenNewestPerKeyAndThenCommitted() {
    publish(FIRST, vector("a", 1), vector("b", 5), vector("a", 3), vector("a", 2));
    awaitCommitted(FIRST, 4);

    assertThat(store.written()).extracting(FeatureRow::revision).containsExactlyInAnyOrder(3L, 5L);
  }

  @Test
  void nothingIsCommittedBeforeTheStoreAcknowledges() {
    store.hold();
    publish(FIRST, vector("a", 1));
    await().until(() -> store.attempts() == 1);
    assertThat(committed(FIRST)).isZero();
    store.release();

    awaitCommitted(FIRST, 1);
  }

  @Test
  void storeThatIsAwayIsTriedAgainUntilItTakesEverything() {
    store.fail("connection lost");
    publish(FIRST, vector("a", 1), vector("b", 1));
    await().until(() -> sink.outage().isPresent() && store.attempts() >= 4);
    assertThat(sink.outage()).contains("connection lost");
    assertThat(committed(FIRST)).isZero();
    store.recover();

    awaitCommitted(FIRST, 2);
    await().until(() -> sink.outage().isEmpty());
    assertThat(store.rows().keySet()).containsExactlyInAnyOrder(key("a"), key("b"));
  }

  @Test
  void onlyWhatFailedIsTriedAgain() {
    store.failOnce(key("b"));
    publish(FIRST, vector("a", 1), vector("b", 1), vector("c", 1));
    awaitCommitted(FIRST, 3);

    assertThat(store.written()).extracting(row -> row.key().key()).containsExactly("a", "c", "b");
  }

  @Test
  void rowRefusedForGoodHoldsNothingBack() {
    store.refuse(key("a"));
    publish(FIRST, vector("a", 1), vector("b", 1));
    awaitCommitted(FIRST, 2);

    assertThat(store.rows().keySet()).containsExactly(key("b"));
    assertThat(sink.outage()).isEmpty();
  }

  @Test
  void partitionAssignedWhileTheStoreIsAwayLosesNothing() {
    store.fail("connection lost");
    publish(FIRST, vector("a", 1));
    await().until(() -> sink.outage().isPresent());
    kafka.schedulePollTask(() -> kafka.rebalance(List.of(FIRST, SECOND)));
    publish(SECOND, vector("c", 1), vector("d", 1));
    // two more rests: the records of the new partition were polled and given back
    int seen = store.attempts();
    await().until(() -> store.attempts() > seen + 1);
    assertThat(committed(SECOND)).isZero();
    long beforeSecond = kafka.position(SECOND);
    assertThat(beforeSecond).as("given back").isZero();
    store.recover();
    awaitCommitted(FIRST, 1);
    offsets[1] = 0;
    publish(SECOND, vector("c", 1), vector("d", 1));

    awaitCommitted(SECOND, 2);
    assertThat(store.rows().keySet()).contains(key("a"), key("c"), key("d"));
  }

  @Test
  void whatIsNoVectorIsSkipped() {
    publish(FIRST, null, new byte[] {1, 2}, vector("a", 1));
    awaitCommitted(FIRST, 3);

    assertThat(store.rows().keySet()).containsExactly(key("a"));
    assertThat(sink.failure()).isEmpty();
  }

  @Test
  void nullIsAnAbsentValue() {
    Map<String, Object> values = new HashMap<>(Map.of("g.n_5m", 1L));
    values.put("g.n_1h", null);
    publish(FIRST, vector("a", 1, values));
    awaitCommitted(FIRST, 1);

    assertThat(store.rows().get(key("a")).values()).isEqualTo(Map.of("g.n_5m", 1L));
  }

  @Test
  void commitThatTimesOutIsMadeUpForByTheNext() {
    kafka.failOnce(new TimeoutException("the broker is away"));
    publish(FIRST, vector("a", 1));
    await().until(() -> store.rows().containsKey(key("a")));
    publish(FIRST, vector("b", 1));

    awaitCommitted(FIRST, 2);
    assertThat(sink.failure()).isEmpty();
  }

  @Test
  void errorThatNoRetryCanMendEndsTheSinkWithItsCause() throws InterruptedException {
    kafka.failOnce(new AuthorizationException("not allowed"));
    publish(FIRST, vector("a", 1));
    thread.join();

    assertThat(sink.failure()).get().isInstanceOf(AuthorizationException.class);
    assertThat(thrown).hasSize(1);
    assertThat(kafka.closed()).isTrue();
  }

  @Test
  void storeThatCameBackAsAnotherIsFilledAnewAtOnce() {
    await().until(() -> rebuilds.size() == 1);
    store.fail("connection lost");
    publish(FIRST, vector("a", 1));
    await().until(() -> sink.outage().isPresent());
    store.restart();
    store.recover();

    // without waiting for the second in which it would be asked anyway
    await().until(() -> rebuilds.size() == 2);
    assertThat(sink.note().orElseThrow()).contains("restarted or failed over");
    awaitCommitted(FIRST, 1);
  }

  @Test
  void closingWhileTheStoreIsAwayCommitsNothing() throws InterruptedException {
    store.fail("connection lost");
    publish(FIRST, vector("a", 1));
    await().until(() -> sink.outage().isPresent());
    sink.close();
    thread.join();

    assertThat(store.rows()).isEmpty();
    assertThat(kafka.commits()).isZero();
    assertThat(sink.failure()).isEmpty();
  }
}
