package io.tidemark.kafka.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.UserEvent;
import io.tidemark.contribution.Observed;
import io.tidemark.definition.Source;
import io.tidemark.definition.SourceRecords;
import io.tidemark.event.Fields;
import io.tidemark.event.avro.SourceBinding;
import io.tidemark.kafka.SettableClock;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.records.EventReading;
import io.tidemark.registry.InMemorySchemaRegistry;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.SchemaRegistry;
import io.tidemark.store.KeyForm;
import io.tidemark.task.TaskSum;
import io.tidemark.validation.EventChecks;
import io.tidemark.wire.AvroReader;
import io.tidemark.wire.AvroWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a partition's past is passed on, over restarts, gaps and outages. */
class BackfillTest {
  private static final TopicPartition PARTITION = new TopicPartition("user-events", 1);

  @TempDir static Path folder;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final AvroWriter writer = new AvroWriter(registry, true);
  private final PrometheusExport export = new PrometheusExport();
  private final SettableClock wall = new SettableClock();
  private final Map<Long, byte[]> log = new TreeMap<>();
  private final List<Observed> passed = new ArrayList<>();
  private OptionalLong committed = OptionalLong.empty();
  private long beginning;
  private long end;
  private boolean registryIsAway;
  private KeyValueStore<String, byte[]> store;

  @BeforeEach
  void open() {
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("backfill"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 1), folder.toFile());
    store.init(context.getStateStoreContext(), store);
  }

  @AfterEach
  void close() {
    export.close();
    registry.close();
  }

  /** The topic as the test describes it. */
  private final class Topic implements SourceHistory {
    @Override
    public OptionalLong resumesAt(TopicPartition partition) {
      return committed;
    }

    @Override
    public int partitions(String topic) {
      return 3;
    }

    @Override
    public Consumer<byte[], byte[]> open(TopicPartition partition) {
      MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
      consumer.assign(List.of(partition));
      consumer.updateBeginningOffsets(Map.of(partition, beginning));
      consumer.updateEndOffsets(Map.of(partition, end));
      log.forEach(
          (offset, value) -> {
            if (offset >= beginning) {
              consumer.addRecord(
                  new ConsumerRecord<>(
                      PARTITION.topic(), PARTITION.partition(), offset, null, value));
            }
          });
      return consumer;
    }
  }

  private static final Set<String> FIELDS = Set.of("event_id", "user_id", "occurred_at");

  private Backfill task(String... groups) {
    Source source =
        new Source(
            "user_events",
            PARTITION.topic(),
            SourceRecords.ALL,
            "occurred_at",
            null,
            "event_id",
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            List.of("user_id"),
            List.of(),
            List.of());
    EventReading reading =
        new EventReading(
            new EventChecks(
                source,
                List.of(List.of("user_id")),
                List.of(),
                fields -> ((Instant) fields.get("occurred_at")).toEpochMilli()),
            new KeyForm(List.of()),
            FIELDS,
            this::reader,
            wall);
    PastSetup setup =
        new PastSetup(
            reading,
            Set.of(groups),
            new Topic(),
            new TaskSum(count -> export.metrics().ingest().pastRemaining("user_events", count)),
            export.metrics().ingest());
    return new Backfill(setup, PARTITION.partition(), store, () -> 7, passed::add);
  }

  private AvroReader<Fields> reader() {
    return AvroReader.bound(
        unsteady(),
        new SourceBinding(UserEvent.getClassSchema(), FIELDS, Set.of(), null, field -> {}));
  }

  /** The registry, unless it is away. */
  private SchemaRegistry unsteady() {
    return (SchemaRegistry)
        Proxy.newProxyInstance(
            SchemaRegistry.class.getClassLoader(),
            new Class<?>[] {SchemaRegistry.class},
            (proxy, method, arguments) -> {
              if (registryIsAway) {
                throw new RegistryUnavailableException("away", 0, 0, null);
              }
              return method.invoke(registry, arguments);
            });
  }

  private void record(long offset, String id) {
    UserEvent event =
        UserEvent.newBuilder()
            .setEventId(id)
            .setUserId("u")
            .setEventType("view")
            .setOccurredAt(wall.instant())
            .build();
    log.put(offset, writer.write("user-events-value", event));
    end = Math.max(end, offset + 1);
  }

  private static void run(Backfill backfill) {
    for (int i = 0; i < 20 && !backfill.isOver(); i++) {
      backfill.step();
    }
    backfill.close();
    assertThat(backfill.isOver()).isTrue();
  }

  /** Ids of the events passed on, and the groups that were told to have had all. */
  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (Observed observed : passed) {
      if (observed instanceof Observed.Past past) {
        told.add(past.event().id() + new TreeMap<>(asMap(past.groups())).keySet());
      } else if (observed instanceof Observed.CaughtUp caughtUp) {
        told.add(caughtUp.group() + " " + caughtUp.partition() + "/" + caughtUp.partitions());
      }
    }
    passed.clear();
    return told;
  }

  private static Map<String, Boolean> asMap(Set<String> groups) {
    Map<String, Boolean> map = new TreeMap<>();
    groups.forEach(group -> map.put(group, true));
    return map;
  }

  @Test
  void freshApplicationHasNoPastAndIsToldOnce() {
    record(0, "a");
    run(task("g"));
    assertThat(told()).containsExactly("g 1/3");

    Backfill restarted = task("g");
    assertThat(restarted.isOver()).isTrue();
    restarted.settle();
    assertThat(told()).isEmpty();
  }

  @Test
  void newGroupHasTheRecordsBeforeTheCommittedOffsetEachOnce() {
    run(task("old"));
    told();
    record(0, "a");
    record(1, "b");
    record(2, "a");
    log.put(3L, new byte[] {7});
    end = 4;
    record(4, "live");
    committed = OptionalLong.of(4);

    run(task("old", "new"));
    assertThat(told()).containsExactly("a[new]", "b[new]", "new 1/3");
    assertThat(export.scrape())
        .contains("tidemark_source_past_read_total{source=\"user_events\"} 4.0");
  }

  @Test
  void restartGoesOnWhereItWasAndStillKnowsTheIds() {
    record(0, "a");
    record(1, "b");
    record(2, "a");
    record(3, "c");
    committed = OptionalLong.of(4);
    store.put("g", new BackfillState(4, 2, false).encode());

    run(task("g"));
    assertThat(told()).containsExactly("c[g]", "g 1/3");
  }

  @Test
  void groupsAtDifferentOffsetsShareOnePass() {
    for (int i = 0; i < 4; i++) {
      record(i, "e" + i);
    }
    store.put("first", new BackfillState(2, 1, false).encode());
    committed = OptionalLong.of(4);

    run(task("first", "second"));
    assertThat(told())
        .containsExactlyInAnyOrder(
            "e0[second]",
            "e1[first, second]",
            "e2[second]",
            "e3[second]",
            "first 1/3",
            "second 1/3");
  }

  @Test
  void whatRetentionTookIsNotWaitedFor() {
    record(5, "f");
    beginning = 5;
    committed = OptionalLong.of(6);
    run(task("g"));
    assertThat(told()).containsExactly("f[g]", "g 1/3");
  }

  @Test
  void topicMadeAnewEndsBeforeTheCommittedOffset() {
    record(0, "a");
    committed = OptionalLong.of(1_000);
    run(task("g"));
    assertThat(told()).containsExactly("a[g]", "g 1/3");
  }

  @Test
  void recordWaitsWhileTheRegistryIsAway() {
    record(0, "a");
    committed = OptionalLong.of(1);
    Backfill backfill = task("g");
    registryIsAway = true;
    backfill.step();
    assertThat(backfill.isOver()).isFalse();
    assertThat(BackfillState.decode(store.get("g"))).isEqualTo(new BackfillState(1, 0, false));
    registryIsAway = false;
    run(backfill);
    assertThat(told()).containsExactly("a[g]", "g 1/3");
  }

  @Test
  void groupThatIsRemovedIsForgottenAndHasItsPastWhenItComesBack() {
    run(task("g", "h"));
    run(task("h"));
    assertThat(store.get("g")).isNull();
    told();
    record(0, "a");
    committed = OptionalLong.of(1);
    run(task("g", "h"));
    assertThat(told()).containsExactly("a[g]", "g 1/3");
  }

  @Test
  void stepIsBounded() {
    int records = Backfill.RECORDS_PER_STEP + 1;
    for (int i = 0; i < records; i++) {
      record(i, "e" + i);
    }
    committed = OptionalLong.of(records);
    Backfill backfill = task("g");
    backfill.step();
    assertThat(told()).hasSizeBetween(0, Backfill.RECORDS_PER_STEP);
    assertThat(backfill.isOver()).isFalse();
    backfill.close();
  }
}
