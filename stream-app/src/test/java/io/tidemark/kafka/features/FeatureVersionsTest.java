package io.tidemark.kafka.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.avro.FeatureVector;
import io.tidemark.contribution.Contribution;
import io.tidemark.contribution.Contribution.GroupInputs;
import io.tidemark.definition.Aggregate;
import io.tidemark.definition.AggregateOp;
import io.tidemark.definition.ClockMode;
import io.tidemark.definition.Entity;
import io.tidemark.definition.FeatureGroup;
import io.tidemark.definition.Window;
import io.tidemark.event.FieldType.Kind;
import io.tidemark.feature.FeaturePlan;
import io.tidemark.kafka.SettableClock;
import io.tidemark.kafka.features.EntityInput.Contributed;
import io.tidemark.kafka.state.CommitHook;
import io.tidemark.kafka.state.TaskSum;
import io.tidemark.monitoring.metrics.PrometheusExport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
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

/** Which version of a group is served, and who is told when that changes. */
class FeatureVersionsTest {
  private static final long START_MS = SettableClock.START.toEpochMilli();
  private static final FeatureGroup FIRST = group("g", 1, null);
  private static final FeatureGroup SECOND = group("g", 2, "big");
  private static final FeatureGroup OTHER = group("other", 1, null);

  @TempDir static Path folder;

  private final PrometheusExport export = new PrometheusExport();
  private final SettableClock wall = new SettableClock();
  private String rebuild = "";
  private KeyValueStore<String, byte[]> states;
  private KeyValueStore<Bytes, byte[]> timers;
  private CommitHook hook;
  private MockProcessorContext<String, FeatureVector> context;
  private FeatureProcessor processor;
  private FeatureTask task;

  private static FeatureGroup group(String name, int version, String where) {
    return group(name, version, where, Duration.ofHours(1));
  }

  private static FeatureGroup group(String name, int version, String where, Duration size) {
    Window window = new Window(size.toHours() + "h", size);
    return new FeatureGroup(
        name,
        version,
        null,
        "events",
        "user",
        where,
        null,
        List.of(new Aggregate("n", AggregateOp.COUNT, null, List.of(window))));
  }

  @BeforeEach
  void stores() {
    states =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("features-user"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    timers =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("features-user-due"),
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
  private void start(Set<String> pinned, FeatureGroup... groups) {
    FeaturePlan plan =
        FeaturePlan.of(
            new Entity("user", List.of("user_id")), List.of(groups), (g, a) -> Kind.DYNAMIC);
    task =
        new FeatureTask(
            "shop",
            plan,
            ClockMode.WALL,
            wall,
            Duration.ofMillis(50),
            100,
            pinned,
            () -> rebuild,
            new TaskSum(count -> {}),
            export.metrics());
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), folder.toFile());
    hook = CommitHook.builder(task.hookStore()).build();
    for (StateStore store : List.of(states, timers, hook)) {
      if (!store.isOpen()) {
        store.init(context.getStateStoreContext(), store);
      }
      context.addStateStore(store);
    }
    processor = new FeatureProcessor(task);
    processor.init(context);
  }

  private void start(FeatureGroup... groups) {
    start(Set.of(), groups);
  }

  private String id(FeatureGroup group) {
    return task.plan().groupIds().get(task.plan().groupIndex(group.versioned()));
  }

  private void event(String user, boolean past, FeatureGroup... groups) {
    event(user, past, START_MS, groups);
  }

  private void event(String user, boolean past, long timeMs, FeatureGroup... groups) {
    List<GroupInputs> inputs =
        Stream.of(groups).map(group -> new GroupInputs(id(group), new Object[] {null})).toList();
    Contributed input = new Contributed(new Contribution(timeMs, inputs), past);
    processor.process(new Record<>(user, input, timeMs));
  }

  private void caughtUp(FeatureGroup group, int partition, int partitions) {
    EntityInput told = new EntityInput.CaughtUp(id(group), partition, partitions);
    processor.process(new Record<>("", told, START_MS));
  }

  private List<FeatureVector> flush() {
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(wall.millis());
    List<FeatureVector> vectors = new ArrayList<>();
    context.forwarded().forEach(forward -> vectors.add(forward.record().value()));
    context.resetForwards();
    return vectors;
  }

  /** Two entities of version 1, of which one is then fed to version 2. */
  private void runFirstVersion() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    event("a", false, FIRST);
    event("a", false, FIRST);
    event("b", false, FIRST);
    flush();
    hook.flushCache();
  }

  @Test
  void olderVersionIsServedUntilEveryPartitionHasToldItsPast() {
    runFirstVersion();
    start(FIRST, SECOND);
    event("a", true, SECOND);
    caughtUp(SECOND, 0, 2);
    caughtUp(SECOND, 0, 2);
    assertThat(flush()).as("the past of a version that is not served is no news").isEmpty();

    event("a", false, FIRST, SECOND);
    List<FeatureVector> before = flush();
    assertThat(before).singleElement().satisfies(v -> assertServed(v, 1, 3L));

    caughtUp(SECOND, 1, 2);
    List<FeatureVector> after = flush();
    assertThat(after).extracting(FeatureVector::getKey).containsExactlyInAnyOrder("a", "b");
    assertThat(after).allSatisfy(v -> assertThat(v.getNewestEventTime()).isNull());
    assertServed(after.stream().filter(v -> v.getKey().equals("a")).findFirst().get(), 2, 2L);
    assertServed(after.stream().filter(v -> v.getKey().equals("b")).findFirst().get(), 2, 0L);
    assertThat(flush()).as("gone through once").isEmpty();
  }

  private static void assertServed(FeatureVector vector, int version, long count) {
    assertThat(vector.getGroupVersions()).containsExactlyEntriesOf(Map.of("g", version));
    assertThat(vector.getValues()).containsEntry("g.n_1h", count);
  }

  @Test
  void switchIsNotRepeatedAfterARestartButAnInterruptedOneIs() {
    runFirstVersion();
    start(FIRST, SECOND);
    caughtUp(SECOND, 0, 1);
    hook.flushCache();
    start(FIRST, SECOND);
    assertThat(flush()).as("not gone through before the crash").hasSize(2);
    hook.flushCache();

    start(FIRST, SECOND);
    assertThat(flush()).isEmpty();
  }

  @Test
  void pinRollsBackAndItsEndRollsForward() {
    runFirstVersion();
    start(FIRST, SECOND);
    caughtUp(SECOND, 0, 1);
    assertThat(flush()).allSatisfy(v -> assertServed(v, 2, 0L));
    hook.flushCache();

    start(Set.of("g@1"), FIRST, SECOND);
    List<FeatureVector> back = flush();
    assertThat(back)
        .hasSize(2)
        .allSatisfy(v -> assertThat(v.getGroupVersions()).containsEntry("g", 1));
    assertThat(back).extracting(v -> v.getValues().get("g.n_1h")).containsExactly(2L, 1L);
    hook.flushCache();
    start(FIRST, SECOND);
    assertThat(flush()).hasSize(2).allSatisfy(v -> assertServed(v, 2, 0L));
  }

  @Test
  void versionThatIsNotServedKeepsNoIdleEntityForEver() {
    FeatureGroup longer = group("g", 2, "big", Duration.ofHours(3));
    start(Set.of("g@1"), FIRST, longer);
    caughtUp(FIRST, 0, 1);
    caughtUp(longer, 0, 1);
    event("old", false, START_MS - 3_700_000, FIRST, longer);
    flush();
    event("a", false, FIRST, longer);
    flush();
    for (int hour = 0; hour < 8; hour++) {
      wall.advance(Duration.ofHours(1));
      flush();
      hook.flushCache();
    }
    assertThat(states.get("a")).isNull();
    assertThat(timers.all().hasNext()).isFalse();
  }

  @Test
  void loneGroupIsServedAndWarmsWhileItCatchesUp() {
    start(FIRST);
    event("a", true, FIRST);
    assertThat(flush()).singleElement().satisfies(v -> assertThat(v.getWarming()).isNotEmpty());

    event("a", true, START_MS - 3_700_000, FIRST);
    caughtUp(FIRST, 0, 1);
    assertThat(flush())
        .singleElement()
        .satisfies(v -> assertThat(v.getWarming()).as("covered since the earliest").isEmpty());
  }

  @Test
  void pastOfAGroupThatHasCaughtUpIsNotTakenTwice() {
    runFirstVersion();
    start(FIRST);
    event("a", true, FIRST);
    event("b", false, FIRST);
    assertThat(flush()).singleElement().satisfies(v -> assertServed(v, 1, 2L));
  }

  @Test
  void unrelatedGroupKeepsItsState() {
    runFirstVersion();
    start(FIRST, OTHER);
    event("a", false, FIRST, OTHER);
    FeatureVector vector =
        flush().stream().filter(v -> v.getKey().equals("a")).reduce((x, y) -> y).get();
    assertThat(vector.getValues()).containsEntry("g.n_1h", 3L).containsEntry("other.n_1h", 1L);
    assertThat(vector.getWarming()).contains("other.n_1h");
  }

  @Test
  void removedGroupIsClearedAndMayComeBackOnlyThen() {
    runFirstVersion();
    start(OTHER);
    hook.flushCache();
    assertThatThrownBy(() -> start(FIRST, OTHER))
        .hasMessageContaining("[g@1-")
        .hasMessageContaining("declared again before their state was cleared")
        .hasMessageContaining("Start once without them");

    start(OTHER);
    flush();
    hook.flushCache();
    start(FIRST, OTHER);
    event("a", true, FIRST);
    assertThat(flush())
        .filteredOn(v -> v.getKey().equals("a"))
        .last()
        .satisfies(v -> assertThat(v.getValues()).containsEntry("g.n_1h", 1L));
  }

  @Test
  void rebuildSendsEveryVectorAgainOnce() {
    runFirstVersion();
    wall.advance(Duration.ofMillis(10));
    rebuild = "r1";
    List<FeatureVector> again = flush();
    assertThat(again).extracting(v -> v.getValues().get("g.n_1h")).containsExactly(2L, 1L);
    assertThat(again).allSatisfy(v -> assertThat(v.getNewestEventTime()).isNull());
    assertThat(again).allSatisfy(v -> assertThat(v.getRevision()).isGreaterThan(START_MS));
    assertThat(flush()).isEmpty();
    hook.flushCache();
    start(FIRST);
    assertThat(flush()).as("remembered").isEmpty();
    assertThat(export.scrape()).contains("tidemark_feature_swept_total{entity=\"user\"} 2.0");
  }

  @Test
  void rebuildSendsWhatTheStoreDoesNotKnowYet() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    event("a", false, FIRST);
    flush();
    rebuild = "r1";
    assertThat(flush()).extracting(FeatureVector::getKey).containsExactly("a");
  }

  @Test
  void sweepIsBoundedPerFlush() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    int entities = EntitySweep.ENTITIES_PER_STEP + 10;
    for (int i = 0; i < entities; i++) {
      event("u" + i, false, FIRST);
    }
    flush();
    hook.flushCache();
    rebuild = "r1";
    assertThat(flush()).hasSize(EntitySweep.ENTITIES_PER_STEP);
    assertThat(flush()).hasSize(10);
    assertThat(flush()).isEmpty();
  }

  @Test
  void hotKeyCostsOneVectorPerFlushAndItsLastValueIsSent() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    flush();
    List<FeatureVector> all = new ArrayList<>();
    for (int batch = 0; batch < 20; batch++) {
      for (int i = 0; i < 500; i++) {
        event("hot", false, FIRST);
      }
      all.addAll(flush());
    }
    assertThat(all).hasSize(20);
    assertThat(all.get(19).getValues()).containsEntry("g.n_1h", 10_000L);
  }

  @Test
  void vectorThatSaysTheSameIsSentAgainOnlyForItsTimeToLive() {
    FeatureGroup counted =
        new FeatureGroup(
            "g",
            1,
            null,
            "events",
            "user",
            null,
            Duration.ofHours(2),
            List.of(
                new Aggregate(
                    "n", AggregateOp.COUNT, "x", List.of(new Window("1h", Duration.ofHours(1))))));
    start(counted);
    caughtUp(counted, 0, 1);
    flush();
    event("a", false, counted);
    assertThat(flush()).hasSize(1);
    for (int i = 0; i < 29; i++) {
      wall.advance(Duration.ofMinutes(1));
      event("a", false, counted);
      assertThat(flush()).as("minute %d", i).isEmpty();
    }
    assertThat(export.scrape()).contains("tidemark_feature_unchanged_total{entity=\"user\"} 29.0");
    wall.advance(Duration.ofMinutes(1));
    event("a", false, counted);
    assertThat(flush()).as("a quarter of two hours").hasSize(1);
  }

  @Test
  void timersOfOneInstantDoNotRunAllAtOnce() {
    start(FIRST);
    caughtUp(FIRST, 0, 1);
    for (int i = 0; i < 200; i++) {
      event("u" + i, false, START_MS, FIRST);
    }
    long dueMs = flush().get(0).getValidUntil().toEpochMilli();
    wall.advance(Duration.ofMillis(dueMs - START_MS));
    int first = flush().size();
    wall.advance(Duration.ofMillis(250));
    int second = flush().size();
    wall.advance(Duration.ofMillis(250));
    int third = flush().size();
    assertThat(first + second + third).isEqualTo(200);
    assertThat(second).isBetween(50, 150);
    assertThat(third).isBetween(50, 150);
  }

  @Test
  void lateTimerRebuildsBeforeItApplies() {
    runFirstVersion();
    wall.advance(Duration.ofHours(3));
    event("a", false, wall.millis(), FIRST);
    start(FIRST);
    event("a", false, wall.millis(), FIRST);
    wall.advance(Duration.ofSeconds(1));
    assertThat(flush())
        .filteredOn(v -> v.getKey().equals("a"))
        .allSatisfy(v -> assertThat(v.getValues()).containsEntry("g.n_1h", 1L));
  }

  @Test
  void storeOfANewerVersionIsRefusedAtTheStart() {
    runFirstVersion();
    byte[] row = states.get(TaskRow.KEY);
    row[2] = 99;
    states.put(TaskRow.KEY, row);
    assertThatThrownBy(() -> start(FIRST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 99 of states in state store features-user")
        .hasMessageContaining("new application.id");
  }

  @Test
  void storeOfTheFirstFormatHasHadItsPast() {
    runFirstVersion();
    states.put(TaskRow.KEY, (id(FIRST) + "\n" + START_MS + "\n").getBytes(UTF_8));
    start(FIRST);
    event("a", true, FIRST);
    event("a", false, FIRST);
    assertThat(flush())
        .filteredOn(v -> v.getKey().equals("a"))
        .last()
        .satisfies(v -> assertServed(v, 1, 3L));
  }
}
