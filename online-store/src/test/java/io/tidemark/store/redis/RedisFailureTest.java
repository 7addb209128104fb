package io.tidemark.store.redis;

import static io.tidemark.store.redis.StoreProbe.done;
import static io.tidemark.store.redis.StoreProbe.failure;
import static io.tidemark.store.redis.StoreProbe.key;
import static io.tidemark.store.redis.StoreProbe.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.protocol.CommandType;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.TestCatalog;
import io.tidemark.store.WriteOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real server in each kind of trouble says, and what a caller is told to do. */
@Timeout(60)
class RedisFailureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private TestRedis redis;
  private RedisAdmin admin;
  private RedisFeatureStore store;

  @BeforeEach
  void connect() {
    redis = TestRedis.running();
    admin = RedisAdmin.of(redis.url());
    store = connect(redis.url());
    done(store.write(row("u", 1)));
  }

  @AfterEach
  void close() {
    store.close();
    admin.close();
    redis.close();
  }

  private static RedisFeatureStore connect(String url) {
    RedisSettings settings = RedisSettings.of(url).withCommandTimeout(Duration.ofMillis(500));
    return RedisFeatureStore.connect(settings, TestCatalog.CATALOG);
  }

  @Test
  void outOfMemory() {
    admin.commands().configSet("maxmemory", "1");

    refused(store.write(row("u", 2)), "OOM", "Raise maxmemory");
    refused(store.rebuilding("1", 1, Set.of("0")), "OOM", "Raise maxmemory");
    assertThat(held()).isEqualTo(1);

    admin.commands().configSet("maxmemory", "256mb");
    assertThat(done(store.write(row("u", 2)))).isEqualTo(WriteOutcome.APPLIED);
  }

  @Test
  void replicaRefusesWritesAndServesReads() {
    admin.commands().replicaof("127.0.0.1", 1);

    refused(store.write(row("u", 2)), "READONLY", "name the primary");
    refused(store.delete(key("u"), 2), "READONLY", "name the primary");
    assertThat(held()).isEqualTo(1);

    admin.commands().replicaofNoOne();
    assertThat(done(store.write(row("u", 2)))).isEqualTo(WriteOutcome.APPLIED);
  }

  @Test
  void replicaThatServesNoStaleData() {
    admin.commands().configSet("replica-serve-stale-data", "no");
    admin.commands().replicaof("127.0.0.1", 1);

    refused(store.read(key("u")), "MASTERDOWN", "lost its primary");
    refused(store.readAll(List.of(key("u")), Set.of("g.a")), "MASTERDOWN", "lost its primary");

    admin.commands().replicaofNoOne();
    assertThat(held()).isEqualTo(1);
  }

  @Test
  void serverThatReadsItsData() {
    // It answers others once every 2 MB of the file.
    admin.commands().configSet("rdbcompression", "no");
    admin.commands().configSet("key-load-delay", "50000");
    for (int i = 0; i < 40; i++) {
      admin.commands().set("load" + i, "x".repeat(1 << 20));
    }
    CompletionStage<String> reload = admin.send(CommandType.DEBUG, "RELOAD");

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              FeatureStoreException failure = failure(store.read(key("u")));
              return failure != null && failure.getMessage().contains("LOADING");
            });
    refused(store.read(key("u")), "LOADING", "wait");

    done(reload);
    assertThat(held()).isEqualTo(1);
  }

  @Test
  void clusterWithoutTheSlot(@TempDir Path folder) {
    try (TestRedis alone = TestRedis.running("cluster-enabled yes", "dir " + folder);
        RedisFeatureStore lost = connect(alone.url())) {
      refused(lost.write(row("u", 1)), "CLUSTERDOWN", "restore the missing master");
    }
  }

  @Test
  void rightsTakenAway() {
    done(admin.send(CommandType.ACL, "SETUSER", "default", "-evalsha", "-eval"));
    denied(store.write(row("u", 2)));

    done(admin.send(CommandType.ACL, "SETUSER", "default", "+@all", "-hset"));
    denied(store.write(row("u", 2)));

    done(admin.send(CommandType.ACL, "SETUSER", "default", "+@all", "resetkeys", "~other:*"));
    denied(store.write(row("u", 2)));
    denied(store.read(key("u")));

    done(admin.send(CommandType.ACL, "SETUSER", "default", "~*"));
    assertThat(done(store.write(row("u", 2)))).isEqualTo(WriteOutcome.APPLIED);
  }

  @Test
  void pausedServerIsNoAnswer() {
    done(admin.send(CommandType.CLIENT, "PAUSE", 2_000, "WRITE"));

    silent(store.write(row("u", 2)), "SLOWLOG");
    assertThat(held()).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> failure(store.write(row("u", 2))) == null);
    assertThat(held()).isEqualTo(2);
  }

  @Test
  void sleepingServerIsNoAnswerAndUnhealthy() {
    CompletionStage<String> sleep = admin.send(CommandType.DEBUG, "SLEEP", 4);

    // Until it sleeps, it answers.
    await()
        .atMost(PATIENCE)
        .until(() -> failure(store.readAll(List.of(key("u")), Set.of())) != null);
    silent(store.readAll(List.of(key("u")), Set.of()), "SLOWLOG");
    assertThat(store.problem()).isPresent();
    assertThat(store.problem().orElseThrow()).contains("SLOWLOG");
    done(sleep);
    await().atMost(PATIENCE).until(() -> store.problem().isEmpty());
    assertThat(held()).isEqualTo(1);
  }

  @Test
  void connectionCutInTheMiddleOfAPipelineLosesNothingThatIsWrittenAgain() {
    try (CuttingProxy proxy = new CuttingProxy(redis.port());
        RedisFeatureStore behind = connect(proxy.url())) {
      done(behind.write(row("u", 2)));
      proxy.cutAfter(4 * 700 + 2);
      List<CompletionStage<WriteOutcome>> writes =
          IntStream.range(0, 5_000)
              .<CompletionStage<WriteOutcome>>mapToObj(i -> behind.write(row("k" + i, 1)))
              .toList();

      List<FeatureStoreException> failures =
          writes.stream().map(StoreProbe::failure).filter(Objects::nonNull).toList();
      assertThat(failure(writes.get(0))).isNull();
      assertThat(failures).isNotEmpty();
      assertThat(failures)
          .allMatch(failure -> failure.reason() == Reason.UNAVAILABLE && failure.retryable());

      await().atMost(PATIENCE).until(() -> behind.problem().isEmpty());
      for (int i = 0; i < writes.size(); i++) {
        assertThat(done(behind.write(row("k" + i, 1)))).isEqualTo(WriteOutcome.APPLIED);
      }
      assertThat(admin.commands().dbsize()).isEqualTo(5_001);
    }
  }

  @Test
  void batchCutInTheMiddleFailsAsAWhole() {
    try (CuttingProxy proxy = new CuttingProxy(redis.port());
        RedisFeatureStore behind = connect(proxy.url())) {
      proxy.cutAfter(100);

      FeatureStoreException failure =
          failure(behind.readAll(Collections.nCopies(100, key("u")), Set.of()));

      assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(failure.retryable()).isTrue();
      await().atMost(PATIENCE).until(() -> behind.problem().isEmpty());
      assertThat(done(behind.readAll(List.of(key("u")), Set.of())).get(0)).isPresent();
    }
  }

  private long held() {
    return done(store.read(key("u"))).orElseThrow().revision();
  }

  private static void refused(CompletionStage<?> call, String code, String hint) {
    FeatureStoreException failure = failure(call);
    assertThat(failure).hasMessageContaining(code).hasMessageContaining(hint);
    assertThat(failure.reason()).isEqualTo(Reason.REJECTED);
    assertThat(failure.retryable()).isTrue();
  }

  private static void denied(CompletionStage<?> call) {
    FeatureStoreException failure = failure(call);
    assertThat(failure).hasMessageContaining("give the user the commands and keys");
    assertThat(failure.reason()).isEqualTo(Reason.DENIED);
    assertThat(failure.retryable()).isTrue();
  }

  private static void silent(CompletionStage<?> call, String hint) {
    FeatureStoreException failure = failure(call);
    assertThat(failure).hasMessageContaining(hint);
    assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure.retryable()).isTrue();
  }
}
