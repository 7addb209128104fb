package io.tidemark.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreContract;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.WriteOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisFeatureStoreTest extends FeatureStoreContract {
  @TempDir private static Path folder;
  private static TestRedis redis;
  private static RedisFeatureStore store;
  private static RedisClient client;
  private static RedisCommands<String, String> commands;

  @BeforeAll
  static void connect() {
    redis = TestRedis.running("dir " + folder);
    store = RedisFeatureStore.connect(RedisSettings.of(redis.url()), CATALOG);
    client = RedisClient.create(redis.url());
    commands = client.connect().sync();
  }

  @AfterAll
  static void close() {
    store.close();
    client.shutdown();
    redis.close();
  }

  @BeforeEach
  void clear() {
    commands.flushall();
  }

  @Override
  protected FeatureStore store() {
    return store;
  }

  @Override
  protected void wipe() {
    commands.flushall();
  }

  @Override
  protected void restart() {
    redis.restartWithData();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> store.problem().isEmpty());
  }

  @Override
  protected void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> System.nanoTime() > end);
  }

  @Test
  void layoutIsOneHashOfText() {
    done(
        store.write(
            new FeatureRow(
                key("u1"),
                Map.of("g.count_5m", 3L, "g.mean_5m", 2.5),
                7,
                1_700_000_000_000L,
                OptionalLong.of(1_700_000_015_000L),
                EventTimes.newest(OptionalLong.empty()),
                List.of("g.mean_5m"),
                TTL)));

    assertThat(commands.hgetall("shop:user:u1"))
        .containsOnly(
            Map.entry("g.count_5m", "3"),
            Map.entry("g.mean_5m", "2.5"),
            Map.entry("_rev", "7"),
            Map.entry("_as_of", "1700000000000"),
            Map.entry("_valid_until", "1700000015000"),
            Map.entry("_status", "WARMING g.mean_5m"));
    assertThat(commands.pttl("shop:user:u1")).isBetween(TTL.toMillis() - 60_000, TTL.toMillis());
  }

  @Test
  void eventTimesOfGroupsAreFieldsOfTheirOwn() {
    EventTimes times = new EventTimes(OptionalLong.of(9), Map.of("g", 9L, "h", 5L));
    done(
        store.write(
            new FeatureRow(
                key("t"), Map.of(), 1, 10, OptionalLong.empty(), times, List.of(), TTL)));

    assertThat(commands.hgetall("shop:user:t"))
        .contains(Map.entry("_event_time:g", "9"), Map.entry("_event_time:h", "5"));
    assertThat(read(key("t")).eventTimes()).isEqualTo(times);
  }

  @Test
  void deletionExpires() {
    done(store.delete(key("gone"), 5));

    assertThat(commands.hgetall("shop:user:gone"))
        .containsOnly(Map.entry("_rev", "5"), Map.entry("_status", "DELETED"));
    assertThat(commands.pttl("shop:user:gone")).isBetween(1L, 600_000L);
  }

  @Test
  void lostScriptsAreSentAgain() {
    commands.scriptFlush();

    assertThat(done(store.write(row(key("s"), 1, Map.of("g.a", "1")))))
        .isEqualTo(WriteOutcome.APPLIED);
  }

  @Test
  void lostScriptsAreSentAgainForEveryRowOfABatch() {
    commands.scriptFlush();
    List<FeatureRow> rows =
        IntStream.range(0, 600).mapToObj(i -> row(key("s" + i), 1, Map.of("g.a", "1"))).toList();

    assertThat(store.writeAll(rows)).allMatch(write -> done(write) == WriteOutcome.APPLIED);
    assertThat(commands.dbsize()).isEqualTo(600);
  }

  @Test
  void rowThatCannotBeWrittenFailsAloneInItsBatch() {
    commands.set("shop:user:text", "not a hash");

    List<CompletionStage<WriteOutcome>> writes =
        store.writeAll(
            List.of(
                row(key("one"), 1, Map.of("g.count_5m", 1L)),
                row(key("two"), 1, Map.of("g.count_5m", Double.NaN)),
                row(key("text"), 1, Map.of()),
                row(key("three"), 1, Map.of("g.count_5m", 3L))));

    assertThat(done(writes.get(0))).isEqualTo(WriteOutcome.APPLIED);
    assertThat(failure(writes.get(1))).hasMessageContaining("NaN").hasMessageContaining("two");
    assertThat(failure(writes.get(2))).hasMessageContaining("WRONGTYPE");
    assertThat(done(writes.get(3))).isEqualTo(WriteOutcome.APPLIED);
  }

  @Test
  void otherDataUnderTheKeyIsRefusedForGood() {
    commands.set("shop:user:text", "not a hash");

    FeatureStoreException failure = failure(store.write(row(key("text"), 1, Map.of())));

    assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("WRONGTYPE").hasMessageContaining("shop:user:text");
  }

  @Test
  void hashThatIsNoRowIsCorrupt() {
    commands.hset("shop:user:odd", Map.of("a", "1"));

    CompletableFuture<?> read = store.read(key("odd")).toCompletableFuture();

    assertThat(failureOf(read).reason()).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void serverOutOfMemoryRefusesAndLeavesTheRowAsItWas() {
    done(store.write(row(key("full"), 1, Map.of("g.a", "1"))));
    commands.configSet("maxmemory", "1");
    try {
      FeatureStoreException failure = failure(store.write(row(key("full"), 2, Map.of())));

      assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("OOM");
      assertThat(read(key("full")).values()).isEqualTo(Map.of("g.a", "1"));
      assertThat(done(store.delete(key("full"), 3))).isEqualTo(WriteOutcome.APPLIED);
    } finally {
      commands.configSet("maxmemory", "256mb");
    }
  }

  @Test
  void readOnlyServerMayTakeTheWriteLater() {
    commands.replicaof("127.0.0.1", 1);
    try {
      FeatureStoreException failure = failure(store.write(row(key("ro"), 1, Map.of())));

      assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("READONLY");
    } finally {
      commands.replicaofNoOne();
    }
  }

  private static FeatureStoreException failure(CompletionStage<WriteOutcome> write) {
    return failureOf(write.toCompletableFuture());
  }

  private static FeatureStoreException failureOf(CompletableFuture<?> future) {
    Throwable failure = future.handle((value, thrown) -> thrown).join();
    return (FeatureStoreException) failure;
  }
}
