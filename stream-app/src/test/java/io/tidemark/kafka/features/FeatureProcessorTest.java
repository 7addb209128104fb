package io.tidemark.kafka.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.Contribution.GroupInputs;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When vectors are sent and state is stored, with commits and restarts where a test wants them. */
class FeatureProcessorTest {
  private static final long START_MS = SettableClock.START.toEpochMilli();

  @TempDir static Path folder;

  private final PrometheusExport export = new PrometheusExport();
  private final SettableClock wall = new SettableClock();
  private final UnsteadyStore store = new UnsteadyStore();
  private final FeatureSetup setup = setup(ClockMode.WALL, 100);
  private KeyValueStore<String, byte[]> states;
  private KeyValueStore<String, byte[]> erasures;
  private KeyValueStore<Bytes, byte[]> timers;
  private CommitHook hook;
  private MockProcessorContext<String, SpecificRecord> context;
  private FeatureProcessor processor;

  private FeatureSetup setup(ClockMode mode, int heapEntities) {
    Window window = new Window("5m", Duration.ofMinutes(5));
    FeatureGroup group =
        new FeatureGroup(
            "g",
            1,
            null,
            "events",
            "user",
            null,
            null,
            List.of(new Aggregate("n", AggregateOp.COUNT, null, List.of(window))),
            List.of());
    FeaturePlan plan =
        FeaturePlan.of(
            new Entity("user", List.of("user_id")), List.of(group), (g, a) -> Kind.DYNAMIC);
    return new FeatureSetup(
        "shop",
        plan,
        new TaskTiming(mode, wall, Duration.ofMillis(50), Duration.ofMillis(100)),
        new EntityHeap(heapEntities, Long.MAX_VALUE),
        new FeatureSetup.Sweeping(Set.of(), new RebuildRequests(), new TaskSum(count -> {})),
        new FeatureSetup.Output(
            new StoreOutlet(store, 10_000, export.metrics().store(), wall),
            Optional.of("tidemark.features"),
            new TaskSum(count -> {}),
            new ErasureReceipts(List.of(ErasureReceipts.FEATURES))),
        export.metrics());
  }

  @BeforeEach
  void start() {
    open(setup);
  }

  private void open(FeatureSetup opened) {
    states =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(opened.stateStore()),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    erasures =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(opened.erasureStore()),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    timers =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(opened.timerStore()),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    restart(opened);
  }

  @AfterEach
  void stop() {
    export.close();
  }

  /** A new processor over the same stores, as after a commit and a crash. */
  private void restart(FeatureSetup restarted) {
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    hook = CommitHook.builder(restarted.hookStore()).build();
    for (StateStore store : List.of(states, timers, erasures, hook)) {
      if (!store.isOpen()) {
        store.init(context.getStateStoreContext(), store);
      }
      context.addStateStore(store);
    }
    processor = new FeatureProcessor(restarted);
    processor.init(context);
    if (context.committed()) {
      hook.flushCache();
    }
  }

  private void event(String user, long timeMs) {
    Contribution contribution =
        new Contribution(timeMs, List.of(new GroupInputs("g@1", new Object[] {null})));
    processor.process(
        new Record<>(user, new Contributed(contribution, false, timeMs), wall.millis()));
  }

  private List<FeatureVector> flush() {
    wall.advance(setup.timing().tick());
    for (MockProcessorContext.CapturedPunctuator scheduled : context.scheduledPunctuators()) {
      scheduled.getPunctuator().punctuate(wall.millis());
    }
    return sent();
  }

  private List<FeatureVector> sent() {
    List<FeatureVector> vectors = new ArrayList<>();
    context.forwarded().forEach(f -> vectors.add((FeatureVector) f.record().value()));
    context.resetForwards();
    return vectors;
  }

  private static Object count(List<FeatureVector> vectors) {
    assertThat(vectors).hasSize(1);
    return vectors.get(0).getValues().get("g.n_5m");
  }

  @Test
  void unsentChangeThatWasCommittedIsSentAfterACrash() {
    event("a", START_MS);
    hook.flushCache();
    restart(setup);

    assertThat(count(flush())).isEqualTo(1L);
    assertThat(flush()).isEmpty();
  }

  @Test
  void timersOutliveACrash() {
    event("warm", START_MS - 600_000);
    flush();
    event("a", START_MS);
    long validUntilMs = flush().get(0).getValidUntil().toEpochMilli();
    hook.flushCache();
    wall.advance(Duration.ofMillis(validUntilMs + setup.jitterMs() - wall.millis()));
    restart(setup);

    assertThat(count(flush())).isEqualTo(0L);
  }

  @Test
  void revisionGrowsOverACrash() {
    event("a", START_MS);
    long before = flush().get(0).getRevision();
    hook.flushCache();
    restart(setup);
    event("a", START_MS);

    List<FeatureVector> after = flush();
    assertThat(after.get(0).getRevision()).isGreaterThan(before);
    assertThat(count(after)).isEqualTo(2L);
  }

  /** A task that is closed and revived within a process keeps its processor. */
  @Test
  void whatWasNotCommittedIsForgottenWhenTheTaskIsRevived() {
    event("a", START_MS);
    hook.flushCache();
    event("a", START_MS);
    event("b", START_MS);
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    List.of(states, timers, erasures, hook).forEach(context::addStateStore);
    processor.init(context);
    if (context.committed()) {
      hook.flushCache();
    }
    assertThat(count(flush())).as("as committed").isEqualTo(1L);

    event("a", START_MS);
    event("b", START_MS);
    hook.flushCache();
    restart(setup);
    assertThat(flush()).extracting(v -> v.getValues().get("g.n_5m")).containsExactly(2L, 1L);
  }

  /** A commit may come between the end of a window and the flush that tells of it. */
  @Test
  void entityIsKeptUntilItsLastVectorSaysThatNothingIsLeft() {
    event("warm", START_MS - 600_000);
    flush();
    event("a", START_MS - 299_000);
    assertThat(flush()).hasSize(1);
    wall.advance(Duration.ofMinutes(1));
    hook.flushCache();

    assertThat(count(flush())).isEqualTo(0L);
    hook.flushCache();
    assertThat(states.get("a")).as("nothing is left to remember").isNull();
    assertThat(timers.all().hasNext()).isFalse();
  }

  @Test
  void entityThatLeavesTheHeapIsSentAndStored() {
    FeatureSetup small = setup(ClockMode.WALL, 1);
    open(small);
    event("a", START_MS);
    event("b", START_MS);

    assertThat(sent()).extracting(FeatureVector::getKey).containsExactly("a");
    assertThat(states.get("a")).as("with the commit").isNull();
    assertThat(flush()).extracting(FeatureVector::getKey).containsExactly("b");
    event("a", START_MS);
    assertThat(count(flush())).as("what waits for the commit is found").isEqualTo(2L);
    event("c", START_MS);
    hook.flushCache();
    event("a", START_MS);
    assertThat(flush())
        .filteredOn(vector -> vector.getKey().equals("a"))
        .singleElement()
        .satisfies(vector -> assertThat(vector.getValues().get("g.n_5m")).isEqualTo(3L));
  }

  @Test
  void streamClockDoesNothingBeforeTheFirstEvent() {
    FeatureSetup replay = setup(ClockMode.STREAM, 100);
    open(replay);
    assertThat(flush()).isEmpty();
    event("a", 1_000_000_000_000L);
    List<FeatureVector> vectors = flush();
    assertThat(vectors.get(0).getAsOf()).isEqualTo(Instant.ofEpochMilli(1_000_000_000_000L));
    hook.flushCache();
    event("b", 1_000_000_000_000L + 600_000);
    assertThat(flush())
        .filteredOn(vector -> vector.getKey().equals("a"))
        .singleElement()
        .satisfies(v -> assertThat(v.getValues()).containsEntry("g.n_5m", 0L));
  }

  /** Else the row would name an instant before its newest event, and be wrong for it. */
  @Test
  void historyTellsOfAnEventThatLeftBeforeItWasSent() {
    long startMs = 1_000_000_000_000L;
    open(setup(ClockMode.STREAM, 100));
    event("a", startMs);
    flush();
    hook.flushCache();
    event("b", startMs + 600_000);
    flush();
    event("a", startMs + 1_200_000);
    event("b", startMs + 2_400_000);
    assertThat(flush())
        .filteredOn(vector -> vector.getKey().equals("a"))
        .singleElement()
        .satisfies(v -> assertThat(v.getValues()).containsEntry("g.n_5m", 0L))
        .satisfies(
            v -> assertThat(v.getAsOf()).isEqualTo(Instant.ofEpochMilli(startMs + 2_400_000)));
  }

  @Test
  void groupThatIsNoLongerDeclaredIsSkipped() {
    Contribution gone =
        new Contribution(START_MS, List.of(new GroupInputs("gone@1", new Object[] {null})));
    processor.process(new Record<>("a", new Contributed(gone, false, START_MS), START_MS));

    assertThat(flush()).isEmpty();
  }
}
