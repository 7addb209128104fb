package io.tidemark.store.redis;

import static io.tidemark.store.redis.StoreProbe.done;
import static io.tidemark.store.redis.StoreProbe.failure;
import static io.tidemark.store.redis.StoreProbe.key;
import static io.tidemark.store.redis.StoreProbe.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.protocol.CommandType;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.StoreState;
import io.tidemark.store.TestCatalog;
import io.tidemark.store.WriteOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three masters, a slot that moves and a master that dies. */
@Timeout(120)
class RedisClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int KEYS = 3_000;

  @TempDir private Path folder;
  private TestCluster cluster;
  private RedisFeatureStore store;

  @BeforeEach
  void start() {
    cluster = new TestCluster(folder);
    store = RedisFeatureStore.connect(cluster.settings(), TestCatalog.CATALOG);
  }

  @AfterEach
  void stop() {
    store.close();
    cluster.close();
  }

  @Test
  void rowsAreSpreadOverTheMastersAndReadInOneBatch() {
    assertThat(store.problem()).isEmpty();
    writeAll(1, true).forEach(write -> assertThat(done(write)).isEqualTo(WriteOutcome.APPLIED));
    done(store.rebuilding(done(store.state()).identity(), 1, Set.of()));

    for (int i = 0; i < 3; i++) {
      assertThat(cluster.admin(i).commands().dbsize()).isGreaterThan(KEYS / 5);
    }
    List<Optional<FeatureRow>> rows = done(store.readAll(keys(), Set.of("g.count_5m")));
    assertThat(rows).allMatch(row -> row.orElseThrow().revision() == 1).hasSize(KEYS);
    assertThat(done(store.state()).isReplaced()).isFalse();
    assertThat(done(store.delete(key("k1"), 2))).isEqualTo(WriteOutcome.APPLIED);
    assertThat(done(store.read(key("k1")))).isEmpty();
  }

  @Test
  void rowsOfFeastAreSpreadAndReadToo() {
    try (RedisFeatureStore feast =
        RedisFeatureStore.connect(
            cluster.settings().with(RedisLayout.FEAST), TestCatalog.CATALOG)) {
      List<EntityKey> keys = keys().subList(0, 300);
      keys.forEach(
          key -> assertThat(done(feast.write(row(key.key(), 5)))).isEqualTo(WriteOutcome.APPLIED));

      for (int i = 0; i < 3; i++) {
        assertThat(cluster.admin(i).commands().dbsize()).isGreaterThan(300 / 5);
      }
      assertThat(done(feast.readAll(keys, Set.of("g.count_5m"))))
          .allMatch(row -> row.orElseThrow().revision() == 5)
          .hasSize(300);
      assertThat(done(feast.write(row("k0", 4)))).isEqualTo(WriteOutcome.STALE);
    }
  }

  @Test
  void userWithTheListedRightsCanDoEverything() {
    for (int i = 0; i < 3; i++) {
      List<String> words = new ArrayList<>(List.of("SETUSER", "tidemark", "on", ">s3cret"));
      words.addAll(List.of("~shop:*", "-@all"));
      words.addAll(List.of((RedisLoginTest.RIGHTS + RedisLoginTest.CLUSTER_RIGHTS).split(" ")));
      done(cluster.admin(i).send(CommandType.ACL, words.toArray()));
    }
    RedisSettings settings = cluster.settings().with(new RedisLogin("tidemark", "s3cret", null));
    try (RedisFeatureStore limited = RedisFeatureStore.connect(settings, TestCatalog.CATALOG)) {
      assertThat(limited.problem()).isEmpty();
      for (int i = 0; i < 50; i++) {
        assertThat(done(limited.write(row("k" + i, 1)))).isEqualTo(WriteOutcome.APPLIED);
      }
      assertThat(done(limited.readAll(keys().subList(0, 50), Set.of())))
          .allMatch(Optional::isPresent);
      int slot = SlotHash.getSlot("shop:user:k0");
      int from = TestCluster.nodeOf(slot);
      cluster.move(slot, from, (from + 1) % 3);
      await().atMost(PATIENCE).until(() -> failure(limited.write(row("k0", 2))) == null);
      assertThat(done(limited.read(key("k0"))).orElseThrow().revision()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void slotThatMovesUnderLoadLosesNothingAndBringsNothingBack(boolean batched) {
    int slot = SlotHash.getSlot("{t}");
    int from = TestCluster.nodeOf(slot);
    int to = (from + 1) % 3;
    int keys = 200;
    AtomicBoolean moved = new AtomicBoolean();
    done(store.write(row("{t}0", 0)));
    CompletableFuture<Void> move =
        CompletableFuture.runAsync(
            () -> {
              cluster.move(slot, from, to);
              cluster.move(slot, to, from);
              cluster.move(slot, from, to);
              moved.set(true);
            });

    long revision = 0;
    long readBack = 0;
    while (!moved.get() && !move.isCompletedExceptionally() || revision < 50) {
      revision++;
      List<FeatureRow> left = round(keys, revision);
      while (!left.isEmpty()) {
        left = writeOnce(left, batched);
      }
      Optional<FeatureRow> read = readPatiently(key("{t}" + revision % keys));
      assertThat(read).as("revision %s", revision).isPresent();
      assertThat(read.orElseThrow().revision()).isEqualTo(revision);
      readBack++;
    }
    done(move);

    assertThat(readBack).isGreaterThanOrEqualTo(50);
    for (FeatureRow row : round(keys, revision)) {
      FeatureRow held = done(store.read(row.key())).orElseThrow();
      assertThat(held.revision()).isEqualTo(revision);
      assertThat(held.values()).isEqualTo(row.values());
    }
    assertThat(cluster.admin(to).commands().clusterCountKeysInSlot(slot)).isEqualTo(keys);
    assertThat(cluster.admin(from).commands().clusterCountKeysInSlot(slot)).isZero();
    for (FeatureRow zombie : round(keys, revision - 1)) {
      assertThat(done(store.write(zombie))).isEqualTo(WriteOutcome.STALE);
    }
  }

  private static List<FeatureRow> round(int keys, long revision) {
    return IntStream.range(0, keys).mapToObj(i -> row("{t}" + i, revision)).toList();
  }

  /** Those that are to be written again. */
  private List<FeatureRow> writeOnce(List<FeatureRow> rows, boolean batched) {
    List<CompletionStage<WriteOutcome>> writes = write(rows, batched);
    List<FeatureRow> left = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      FeatureStoreException failure = failure(writes.get(i));
      if (failure != null) {
        assertThat(failure.retryable()).as(failure.getMessage()).isTrue();
        left.add(rows.get(i));
      } else {
        assertThat(done(writes.get(i))).isEqualTo(WriteOutcome.APPLIED);
      }
    }
    return left;
  }

  private Optional<FeatureRow> readPatiently(EntityKey key) {
    for (int attempt = 0; ; attempt++) {
      CompletionStage<Optional<FeatureRow>> read = store.read(key);
      FeatureStoreException failure = failure(read);
      if (failure == null) {
        return done(read);
      }
      assertThat(failure.retryable()).as(failure.getMessage()).isTrue();
      assertThat(attempt).isLessThan(50);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void masterThatDiesFailsItsKeysOnlyAndTakesThemWhenItIsBack(boolean batched) {
    writeAll(1, batched).forEach(write -> assertThat(done(write)).isEqualTo(WriteOutcome.APPLIED));
    done(store.rebuilding(done(store.state()).identity(), 1, Set.of()));
    cluster.node(2).kill();
    await().atMost(PATIENCE).until(() -> store.problem().isPresent());
    assertThat(failure(store.state()).retryable()).as("what it will hold is not known").isTrue();
    assertThat(store.problem().orElseThrow()).contains("Redis");

    List<CompletionStage<WriteOutcome>> writes = writeAll(2, batched);
    int failed = 0;
    for (int i = 0; i < KEYS; i++) {
      FeatureStoreException failure = failure(writes.get(i));
      int node = TestCluster.nodeOf(SlotHash.getSlot(keys().get(i).asRedisKey()));
      assertThat(failure != null).as("key %s on %s: %s", i, node, failure).isEqualTo(node == 2);
      if (failure != null) {
        assertThat(failure.retryable()).as(failure.getMessage()).isTrue();
        failed++;
      }
    }
    assertThat(failed).isPositive();

    cluster.node(2).start();
    await().atMost(PATIENCE).until(() -> store.problem().isEmpty());
    StoreState after = done(store.state());
    assertThat(after.isReplaced()).as("one master of three has lost its rows").isTrue();
    assertThat(after.mark()).as("it is on another").isPresent();
    await()
        .atMost(PATIENCE)
        .until(() -> writeAll(2, batched).stream().allMatch(w -> failure(w) == null));
    List<Optional<FeatureRow>> rows = done(store.readAll(keys(), Set.of("g.count_5m")));
    assertThat(rows).allMatch(row -> row.orElseThrow().revision() == 2).hasSize(KEYS);
  }

  private List<CompletionStage<WriteOutcome>> writeAll(long revision, boolean batched) {
    return write(IntStream.range(0, KEYS).mapToObj(i -> row("k" + i, revision)).toList(), batched);
  }

  private List<CompletionStage<WriteOutcome>> write(List<FeatureRow> rows, boolean batched) {
    return batched ? store.writeAll(rows) : rows.stream().map(store::write).toList();
  }

  private static List<EntityKey> keys() {
    return IntStream.range(0, KEYS).mapToObj(i -> key("k" + i)).toList();
  }
}
