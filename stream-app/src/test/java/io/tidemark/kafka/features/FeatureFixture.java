package io.tidemark.kafka.features;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.contribution.EntityInput;
import io.tidemark.contribution.EntityInput.Contributed;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.delivery.RebuildRequests;
import io.tidemark.delivery.StoreOutlet;
import io.tidemark.delivery.UnsteadyStore;
import io.tidemark.entity.EntityHeap;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.monitoring.metrics.PrometheusExport;
import io.tidemark.records.ErasureReceipts;
import io.tidemark.task.TaskSum;
import io.tidemark.task.TaskTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A task over stores that outlive it, with versions of groups where a test wants them. */
abstract class FeatureFixture {
  static final long START_MS = SettableClock.START.toEpochMilli();
  static final FeatureGroup FIRST = group("g", 1, null);
  static final FeatureGroup SECOND = group("g", 2, "big");
  static final FeatureGroup OTHER = group("other", 1, null);

  @TempDir static Path folder;

  final PrometheusExport export = new PrometheusExport();
  final SettableClock wall = new SettableClock();
  final RebuildRequests rebuilds = new RebuildRequests();
  final UnsteadyStore store = new UnsteadyStore();

  /** What was forwarded beside vectors: receipts by erasure, nulls by the name of an entity. */
  final Map<String, SpecificRecord> others = new LinkedHashMap<>();

  KeyValueStore<String, byte[]> states;
  KeyValueStore<String, byte[]> erasures;
  KeyValueStore<Bytes, byte[]> timers;
  CommitHook hook;
  MockProcessorContext<String, SpecificRecord> context;
  FeatureProcessor processor;
  FeatureSetup setup;

  static FeatureGroup group(String name, int version, String where) {
    return group(name, version, where, Duration.ofHours(1));
  }

  static FeatureGroup group(String name, int version, String where, Duration size) {
    Window window = new Window(size.toHours() + "h", size);
    return new FeatureGroup(
        name,
        version,
        null,
        "events",
        "user",
        where,
        null,
        List.of(new Aggregate("n", AggregateOp.COUNT, null, List.of(window))),
        List.of());
  }

  @BeforeEach
  void stores() {
    states =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("features-user"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    erasures =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("erasures-user"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    timers =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("due-features-user"),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
  }

  @AfterEach
  void stop() {
    export.close();
  }

  /** A new processor over the same stores, as after a commit and a restart. */
  void start(Set<String> pinned, FeatureGroup... groups) {
    FeaturePlan plan =
        FeaturePlan.of(
            new Entity("user", List.of("user_id")), List.of(groups), (g, a) -> Kind.DYNAMIC);
    setup =
        new FeatureSetup(
            "shop",
            plan,
            new TaskTiming(ClockMode.WALL, wall, Duration.ofMillis(50), Duration.ofMillis(100)),
            new EntityHeap(100, Long.MAX_VALUE),
            new FeatureSetup.Sweeping(pinned, rebuilds, new TaskSum(count -> {})),
            new FeatureSetup.Output(
                new StoreOutlet(store, 10_000, export.metrics().store(), wall),
                Optional.of("tidemark.features"),
                new TaskSum(count -> {}),
                new ErasureReceipts(List.of(ErasureReceipts.FEATURES))),
            export.metrics());
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    hook = CommitHook.builder(setup.hookStore()).build();
    for (StateStore store : List.of(states, timers, erasures, hook)) {
      if (!store.isOpen()) {
        store.init(context.getStateStoreContext(), store);
      }
      context.addStateStore(store);
    }
    processor = new FeatureProcessor(setup);
    processor.init(context);
    if (context.committed()) {
      hook.flushCache();
    }
  }

  void start(FeatureGroup... groups) {
    start(Set.of(), groups);
  }

  String id(FeatureGroup group) {
    return setup.plan().groupIds().get(setup.plan().groupIndex(group.versioned()));
  }

  void event(String user, boolean past, FeatureGroup... groups) {
    event(user, past, START_MS, groups);
  }

  void event(String user, boolean past, long timeMs, FeatureGroup... groups) {
    List<GroupInputs> inputs =
        Stream.of(groups).map(group -> new GroupInputs(id(group), new Object[] {null})).toList();
    Contributed input = new Contributed(new Contribution(timeMs, inputs), past, timeMs);
    processor.process(new Record<>(user, input, wall.millis()));
  }

  void caughtUp(FeatureGroup group, int partition, int partitions) {
    EntityInput told = new EntityInput.CaughtUp(id(group), partition, partitions);
    processor.process(new Record<>("", told, wall.millis()));
  }

  /** Lets a flush interval pass; what is sent at its end. */
  List<FeatureVector> flush() {
    wall.advance(setup.timing().tick());
    for (MockProcessorContext.CapturedPunctuator scheduled : context.scheduledPunctuators()) {
      scheduled.getPunctuator().punctuate(wall.millis());
    }
    return sent();
  }

  List<FeatureVector> sent() {
    List<FeatureVector> vectors = new ArrayList<>();
    for (MockProcessorContext.CapturedForward<?, ?> forward : context.forwarded()) {
      if (forward.record().value() instanceof FeatureVector vector) {
        vectors.add(vector);
      } else {
        others.put((String) forward.record().key(), (SpecificRecord) forward.record().value());
      }
    }
    context.resetForwards();
    return vectors;
  }

  /** Two entities of version 1, of which one is then fed to version 2. */
  void runFirstVersion() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    event("a", false, FIRST);
    event("a", false, FIRST);
    event("b", false, FIRST);
    flush();
    hook.flushCache();
  }
}
