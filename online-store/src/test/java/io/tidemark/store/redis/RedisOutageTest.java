package io.tidemark.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.TestCatalog;
import io.tidemark.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that goes away and comes back. Ten thousand writes at once want a machine of their own.
 */
@Isolated
@Timeout(60)
class RedisOutageTest {
  private static final int KEYS = 10_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void serverThatDiesWithWritesUnderWayFailsThemAndLaterWritesWin(boolean batched) {
    try (TestRedis redis = TestRedis.running();
        RedisFeatureStore store =
            RedisFeatureStore.connect(RedisSettings.of(redis.url()), TestCatalog.CATALOG)) {
      assertThat(writeAll(store, 1, batched))
          .allMatch(write -> write.join() == WriteOutcome.APPLIED);
      holdWrites(redis);
      List<CompletableFuture<WriteOutcome>> underWay = writeAll(store, 2, batched);
      assertThat(underWay).noneMatch(CompletableFuture::isDone);
      redis.stop();

      assertThat(underWay).allMatch(RedisOutageTest::fails);
      assertThat(writeAll(store, 2, batched)).allMatch(RedisOutageTest::fails);
      assertThat(store.problem()).isPresent();
      assertThat(store.problem().orElseThrow()).contains("Redis");

      redis.start();
      await().atMost(Duration.ofSeconds(10)).until(() -> store.problem().isEmpty());
      assertThat(writeAll(store, 3, batched))
          .allMatch(write -> write.join() == WriteOutcome.APPLIED);
      assertThat(writeAll(store, 2, batched)).allMatch(write -> write.join() == WriteOutcome.STALE);
      checkRows(redis, store);
    }
  }

  /** Lets the server take writes in and not carry them out. */
  private static void holdWrites(TestRedis redis) {
    RedisClient client = RedisClient.create(redis.url());
    try {
      client
          .connect()
          .sync()
          .dispatch(
              CommandType.CLIENT,
              new StatusOutput<>(StringCodec.UTF8),
              new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(60_000).add("WRITE"));
    } finally {
      client.shutdown();
    }
  }

  private static void checkRows(TestRedis redis, RedisFeatureStore store) {
    RedisClient client = RedisClient.create(redis.url());
    try {
      assertThat(client.connect().sync().dbsize()).isEqualTo(KEYS);
    } finally {
      client.shutdown();
    }
    for (int i = 0; i < KEYS; i += 97) {
      FeatureRow row = store.read(key(i)).toCompletableFuture().join().orElseThrow();
      assertThat(row.revision()).isEqualTo(3);
      assertThat(row.values()).isEqualTo(Map.of("g.a", "3"));
    }
  }

  @Test
  void absentServerIsSaidAtOnce() {
    TestRedis redis = TestRedis.running();
    redis.stop();

    assertThatThrownBy(
            () -> RedisFeatureStore.connect(RedisSettings.of(redis.url()), TestCatalog.CATALOG))
        .isInstanceOfSatisfying(
            FeatureStoreException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
              assertThat(e.retryable()).isTrue();
              assertThat(e).hasMessageContaining(String.valueOf(redis.port()));
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tooManyWritesUnderWayAreRefused(boolean batched) {
    try (TestRedis redis = TestRedis.running();
        RedisFeatureStore store = RedisFeatureStore.connect(narrow(redis), TestCatalog.CATALOG)) {
      List<Throwable> failures =
          writeAll(store, 1, batched).stream()
              .map(write -> write.handle((outcome, thrown) -> thrown))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .filter(Objects::nonNull)
              .toList();

      assertThat(failures).isNotEmpty();
      assertThat(failures)
          .filteredOn(failure -> ((FeatureStoreException) failure).reason() != Reason.OVERLOADED)
          .isEmpty();
      assertThat(store.problem()).isEmpty();
    }
  }

  private static RedisSettings narrow(TestRedis redis) {
    return RedisSettings.of(redis.url()).withRequestQueueSize(16);
  }

  @Test
  void passwordAndDatabaseComeFromTheUrlAndNeverShow() {
    try (TestRedis redis = TestRedis.running("requirepass s3cret")) {
      String host = "127.0.0.1:" + redis.port();
      try (RedisFeatureStore store =
          RedisFeatureStore.connect(
              RedisSettings.of("redis://default:s3cret@" + host + "/3"), TestCatalog.CATALOG)) {
        assertThat(store.problem()).isEmpty();
      }
      String wrong = "redis://default:wr0ng@" + host;
      assertThatThrownBy(
              () -> RedisFeatureStore.connect(RedisSettings.of(wrong), TestCatalog.CATALOG))
          .isInstanceOf(FeatureStoreException.class)
          .hasMessageContaining(host)
          .hasMessageNotContaining("wr0ng");
    }
  }

  @Test
  void settingsShowNoPassword() {
    assertThat(RedisSettings.of("rediss://app:s3cret@redis.internal:6380/1"))
        .asString()
        .contains("rediss://redis.internal:6380/1")
        .doesNotContain("s3cret")
        .doesNotContain("app");
  }

  @Test
  void urlThatIsNoneIsRefusedWithoutItsPassword() {
    assertThatThrownBy(
            () ->
                RedisFeatureStore.connect(
                    RedisSettings.of("http://u:s3cret@host"), TestCatalog.CATALOG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://host")
        .hasMessageContaining("redis://")
        .hasMessageNotContaining("s3cret");
  }

  private static List<CompletableFuture<WriteOutcome>> writeAll(
      RedisFeatureStore store, long revision, boolean batched) {
    List<FeatureRow> rows = IntStream.range(0, KEYS).mapToObj(i -> row(i, revision)).toList();
    List<CompletionStage<WriteOutcome>> writes =
        batched ? store.writeAll(rows) : rows.stream().map(store::write).toList();
    return writes.stream().map(CompletionStage::toCompletableFuture).toList();
  }

  private static FeatureRow row(int i, long revision) {
    return new FeatureRow(
        key(i),
        Map.of("g.a", String.valueOf(revision)),
        revision,
        1_700_000_000_000L,
        OptionalLong.empty(),
        EventTimes.newest(OptionalLong.empty()),
        List.of(),
        Duration.ofHours(1));
  }

  private static EntityKey key(int i) {
    return new EntityKey("shop", "user", "u" + i);
  }

  /** Whether it fails, and within what a caller would wait. */
  private static boolean fails(CompletableFuture<WriteOutcome> write) {
    return write
        .orTimeout(5, TimeUnit.SECONDS)
        .handle((outcome, thrown) -> thrown)
        .thenApply(thrown -> thrown instanceof FeatureStoreException)
        .join();
  }
}
