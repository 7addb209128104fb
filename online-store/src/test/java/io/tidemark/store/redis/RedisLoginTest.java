package io.tidemark.store.redis;

import static io.tidemark.store.redis.StoreProbe.done;
import static io.tidemark.store.redis.StoreProbe.failure;
import static io.tidemark.store.redis.StoreProbe.key;
import static io.tidemark.store.redis.StoreProbe.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.lettuce.core.protocol.CommandType;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.TestCatalog;
import io.tidemark.store.WriteOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user with the rights that the README lists, and no others. */
@Timeout(60)
class RedisLoginTest {
  /** As in the README. */
  static final String RIGHTS =
      "-@all +evalsha +eval +hget +hset +hlen +hkeys +hdel +pexpire"
          + " +hgetall +hmget +pttl +info +ping";

  /** What a cluster needs besides. */
  static final String CLUSTER_RIGHTS = " +cluster +asking";

  /** What Feast's layout needs besides. */
  static final String FEAST_RIGHTS = " +persist +scan";

  private static final String READER = "-@all +hgetall +hmget +pttl +info +ping";

  private static TestRedis redis;
  private static RedisAdmin admin;

  @BeforeAll
  static void start() {
    redis =
        TestRedis.running(
            "user default on >adm1n ~* &* +@all",
            "user tidemark on >s3cret ~shop:* ~*shop " + RIGHTS + FEAST_RIGHTS);
    admin = RedisAdmin.of("redis://default:adm1n@127.0.0.1:" + redis.port());
  }

  @AfterAll
  static void stop() {
    admin.close();
    redis.close();
  }

  private static RedisSettings settings(String user, String password) {
    return RedisSettings.of(redis.url()).with(new RedisLogin(user, password, null));
  }

  @ParameterizedTest
  @EnumSource(RedisLayout.class)
  void userWithTheListedRightsCanDoEverything(RedisLayout layout) {
    admin.commands().scriptFlush();
    RedisSettings settings = settings("tidemark", "s3cret").with(layout);
    try (RedisFeatureStore store = RedisFeatureStore.connect(settings, TestCatalog.CATALOG)) {
      assertThat(store.problem()).isEmpty();
      assertThat(done(store.write(row("acl", 1)))).isEqualTo(WriteOutcome.APPLIED);
      assertThat(done(store.write(row("acl", 2)))).isEqualTo(WriteOutcome.APPLIED);
      assertThat(done(store.read(key("acl")))).isPresent();
      assertThat(done(store.readAll(List.of(key("acl")), Set.of("g.count_5m"))).get(0)).isPresent();
      assertThat(done(store.delete(key("acl"), 3))).isEqualTo(WriteOutcome.APPLIED);
      done(store.rebuilding(done(store.state()).identity(), 1, Set.of("0", "1")));
      done(store.rebuilt(done(store.state()).mark().orElseThrow(), "0"));
      assertThat(done(store.state()).isReplaced()).isFalse();
    }
  }

  @Test
  void readerMayReadAndNoMore() {
    done(
        admin.send(
            CommandType.ACL,
            (Object[]) ("SETUSER reader on >r3ader ~shop:* " + READER).split(" ")));
    try (RedisFeatureStore writer =
            RedisFeatureStore.connect(settings("tidemark", "s3cret"), TestCatalog.CATALOG);
        RedisFeatureStore store =
            RedisFeatureStore.connect(settings("reader", "r3ader"), TestCatalog.CATALOG)) {
      done(writer.write(row("seen", 1)));

      assertThat(done(store.read(key("seen")))).isPresent();
      assertThat(done(store.readAll(List.of(key("seen")), Set.of())).get(0)).isPresent();
      assertThat(done(store.readAll(List.of(key("seen")), Set.of("g.a"))).get(0)).isPresent();
      done(store.state());
      assertThat(store.problem()).isEmpty();
      assertThat(failure(store.write(row("seen", 2))).reason()).isEqualTo(Reason.DENIED);
    }
  }

  @Test
  void keysOfOtherNamespacesAreDenied() {
    try (RedisFeatureStore store =
        RedisFeatureStore.connect(settings("tidemark", "s3cret"), TestCatalog.CATALOG)) {
      FeatureStoreException failure = failure(store.read(new EntityKey("bank", "user", "u1")));

      assertThat(failure.reason()).isEqualTo(Reason.DENIED);
      assertThat(failure).hasMessageContaining("NOPERM");
    }
  }

  @Test
  void wrongPasswordAndNoneAreSaidAtOnceAndNotShown() {
    // a server that closes before its answer is read looks away for that one try
    await().untilAsserted(() -> denied(settings("tidemark", "wr0ng")));
    await().untilAsserted(() -> denied(settings("nobody", "wr0ng")));
    await().untilAsserted(() -> denied(RedisSettings.of(redis.url())));
  }

  private static void denied(RedisSettings settings) {
    assertThatThrownBy(() -> RedisFeatureStore.connect(settings, TestCatalog.CATALOG))
        .isInstanceOfSatisfying(
            FeatureStoreException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.DENIED);
              assertThat(e.retryable()).isFalse();
              assertThat(e)
                  .hasMessageContaining(String.valueOf(redis.port()))
                  .hasMessageNotContaining("wr0ng");
            });
  }

  @Test
  void passwordFileIsReadForEveryConnection(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("password");
    Files.writeString(file, "first\n");
    done(admin.send(CommandType.ACL, "SETUSER", "turn", "on", ">first", "~*", "+@all"));
    RedisSettings settings = RedisSettings.of(redis.url()).with(new RedisLogin("turn", null, file));
    try (RedisFeatureStore store = RedisFeatureStore.connect(settings, TestCatalog.CATALOG)) {
      done(store.write(row("turn", 1)));

      Files.writeString(file, "second");
      done(admin.send(CommandType.ACL, "SETUSER", "turn", "resetpass", ">second"));
      admin.commands().clientKill(KillArgs.Builder.typeNormal().skipme());

      await().atMost(Duration.ofSeconds(15)).until(() -> store.problem().isEmpty());
      assertThat(done(store.write(row("turn", 2)))).isEqualTo(WriteOutcome.APPLIED);
    }
  }

  @Test
  void passwordFileThatIsMissingIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("absent");
    RedisSettings settings = RedisSettings.of(redis.url()).with(new RedisLogin("turn", null, file));

    assertThatThrownBy(() -> RedisFeatureStore.connect(settings, TestCatalog.CATALOG))
        .isInstanceOf(FeatureStoreException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void settingsShowTheUserAndNoPassword() {
    assertThat(settings("tidemark", "s3cret"))
        .asString()
        .contains("tidemark")
        .doesNotContain("s3cret");
    assertThat(new RedisLogin("tidemark", "s3cret", null)).asString().doesNotContain("s3cret");
    assertThatThrownBy(() -> new RedisLogin("u", null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RedisLogin("u", "s3cret", Path.of("f")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> RedisSettings.ofCluster(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
