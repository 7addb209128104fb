package io.tidemark.store.redis;

import static io.tidemark.store.redis.StoreProbe.done;
import static io.tidemark.store.redis.StoreProbe.key;
import static io.tidemark.store.redis.StoreProbe.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandType;
import io.tidemark.store.EntityKey;
import io.tidemark.store.TestCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows in hashes that others share, and their end, on three masters. */
@Timeout(120)
class FeastRedisClusterTest extends FeastSharedRowContract {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final Map<String, String> THEIRS = Map.of("profile:age", "41");
  private static final int KEYS = 300;

  @TempDir private static Path folder;
  private static TestCluster cluster;
  private static RedisFeatureStore store;
  private static RedisClusterClient client;
  private static RedisClusterCommands<byte[], byte[]> commands;

  private final LongAdder removed = new LongAdder();

  @BeforeAll
  static void start() {
    cluster = new TestCluster(folder);
    store =
        RedisFeatureStore.connect(cluster.settings().with(RedisLayout.FEAST), TestCatalog.CATALOG);
    client = RedisClusterClient.create(RedisURI.create(cluster.node(0).url()));
    commands = client.connect(ByteArrayCodec.INSTANCE).sync();
  }

  @AfterAll
  static void stop() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    store.close();
    cluster.close();
  }

  @BeforeEach
  void clear() {
    commands.flushall();
  }

  @Override
  protected RedisFeatureStore store() {
    return store;
  }

  @Override
  protected RedisClusterCommands<byte[], byte[]> commands() {
    return commands;
  }

  private void writeEnding() {
    for (int i = 0; i < KEYS; i++) {
      done(store.write(row("k" + i, 1, Duration.ZERO, Duration.ofMillis(1))));
      done(store.write(row("alive" + i, 1)));
      othersPut(key("k" + i), i % 2 == 0 ? THEIRS : Map.of());
    }
  }

  private void requireEnded() {
    for (int i = 0; i < KEYS; i++) {
      EntityKey ended = key("k" + i);
      assertThat(othersFind(ended)).isEqualTo(i % 2 == 0 ? THEIRS : Map.of());
      assertThat(fields(ended)).isEqualTo(i % 2 == 0 ? 1 : 0);
      assertThat(done(store.read(key("alive" + i)))).isPresent();
    }
    assertThat(removed.sum()).isEqualTo(KEYS);
  }

  @Test
  void rowsOfEveryMasterAreRemovedByAUserWithTheListedRights() {
    for (int i = 0; i < 3; i++) {
      String rights =
          "SETUSER limited on >s3cret ~shop:* ~*shop "
              + RedisLoginTest.RIGHTS
              + RedisLoginTest.FEAST_RIGHTS
              + RedisLoginTest.CLUSTER_RIGHTS;
      done(cluster.admin(i).send(CommandType.ACL, (Object[]) rights.split(" ")));
    }
    writeEnding();
    RedisSettings settings = cluster.settings().with(RedisLayout.FEAST);
    try (RedisFeatureStore limited =
            RedisFeatureStore.connect(
                settings.with(new RedisLogin("limited", "s3cret", null)), TestCatalog.CATALOG);
        Sweeping running = Sweeping.of(limited, OFTEN, removed::add)) {
      await().atMost(PATIENCE).until(() -> removed.sum() >= KEYS);
    }
    requireEnded();
  }

  /** The key is found on one master and by then may be on another. */
  @Test
  void slotThatMovesLosesNothing() {
    writeEnding();
    List<Integer> slots = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      slots.add(SlotHash.getSlot(redisKey(key("k" + i))));
    }
    try (Sweeping running = Sweeping.of(store, OFTEN, removed::add)) {
      for (int slot : slots) {
        int from = TestCluster.nodeOf(slot);
        cluster.move(slot, from, (from + 1) % 3);
        cluster.move(slot, (from + 1) % 3, from);
      }
      await().atMost(PATIENCE).until(() -> removed.sum() >= KEYS);
    }
    requireEnded();
  }
}
