package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.kafka.state.CommitHook;
import io.tidemark.local.SharedStackExtension;
import io.tidemark.local.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a commit hook stores is in the transaction of the offsets it belongs to.
 *
 * <p>The topology counts records on the heap and stores the count from the hook alone. The count in
 * the changelog, read as committed, must be the committed offset of the input: neither before a
 * commit, nor after an aborted transaction, nor after the restart may the two differ.
 */
@ExtendWith(SharedStackExtension.class)
class CommitHookIT {
  private static final String APPLICATION = "commit-hook-it";
  private static final String INPUT = "commit-hook-it-in";
  private static final String CHANGELOG = APPLICATION + "-count-changelog";
  private static final TopicPartition PARTITION = new TopicPartition(INPUT, 0);
  private static final int FIRST_COMMIT = 10;
  private static final int POISON = 16;

  @TempDir Path state;

  private final AtomicBoolean poisonous = new AtomicBoolean(true);

  /** Counts on the heap; asks for a commit at the numbers given. */
  private final class CountProcessor implements Processor<byte[], byte[], Void, Void> {
    private ProcessorContext<Void, Void> context;
    private long count;

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
      context = processorContext;
      KeyValueStore<String, Long> store = context.getStateStore("count");
      Long stored = store.get("n");
      count = stored == null ? 0 : stored;
      CommitHook hook = context.getStateStore("hook");
      hook.beforeCommit(() -> save(store));
    }

    /** Fails once, when the count is already on its way to the changelog. */
    private void save(KeyValueStore<String, Long> store) {
      store.put("n", count);
      if (count == POISON && poisonous.get()) {
        throw new IllegalStateException("in the middle of a commit");
      }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      count++;
      if (count == FIRST_COMMIT || count == POISON) {
        context.commit();
      }
    }
  }

  private Topology topology() {
    return new Topology()
        .addSource("in", INPUT)
        .addProcessor("count-records", CountProcessor::new, "in")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore("count"), Serdes.String(), Serdes.Long())
                .withCachingDisabled(),
            "count-records")
        .addStateStore(CommitHook.builder("hook"), "count-records");
  }

  private KafkaStreams start(String servers) {
    Properties config = new Properties();
    config.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            APPLICATION,
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            servers,
            StreamsConfig.STATE_DIR_CONFIG,
            state.toString(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
            Serdes.ByteArray().getClass().getName(),
            StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
            Serdes.ByteArray().getClass().getName(),
            // commits come when the processor asks for them
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            60_000,
            StreamsConfig.producerPrefix("transaction.timeout.ms"),
            90_000,
            StreamsConfig.consumerPrefix("session.timeout.ms"),
            6_000,
            StreamsConfig.consumerPrefix("auto.offset.reset"),
            "earliest"));
    KafkaStreams streams = new KafkaStreams(topology(), config);
    streams.setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    streams.start();
    return streams;
  }

  @Test
  void whatTheHookStoresIsCommittedWithTheOffsetsOrNotAtAll(Stack stack) throws Exception {
    try (TestCluster kafka = new TestCluster(stack.bootstrapServers())) {
      kafka.create(List.of(new NewTopic(INPUT, 1, (short) 1)));
      try (KafkaStreams streams = start(stack.bootstrapServers())) {
        kafka.send(INPUT, FIRST_COMMIT);
        await().atMost(Duration.ofSeconds(60)).until(() -> offset(kafka) == FIRST_COMMIT);
        assertThat(stored(kafka)).isEqualTo(FIRST_COMMIT);

        kafka.send(INPUT, POISON - FIRST_COMMIT);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> streams.state() == KafkaStreams.State.ERROR);
      }
      assertThat(offset(kafka)).as("the transaction was aborted").isEqualTo(FIRST_COMMIT);
      assertThat(stored(kafka)).as("and took the store with it").isEqualTo(FIRST_COMMIT);

      poisonous.set(false);
      KafkaStreams again = start(stack.bootstrapServers());
      try {
        await().atMost(Duration.ofSeconds(90)).until(() -> offset(kafka) == POISON);
        assertThat(stored(kafka)).as("nothing doubled, nothing lost").isEqualTo(POISON);
      } finally {
        again.close(
            CloseOptions.groupMembershipOperation(
                CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      }
    }
  }

  private static long offset(TestCluster kafka) {
    return kafka.committed(APPLICATION, PARTITION);
  }

  /** The newest count in the changelog that a reader of committed records sees. */
  private static long stored(TestCluster kafka) {
    return kafka.readCommitted(CHANGELOG).stream()
        .map(record -> Serdes.Long().deserializer().deserialize(CHANGELOG, record.value()))
        .reduce(0L, (before, after) -> after);
  }
}
