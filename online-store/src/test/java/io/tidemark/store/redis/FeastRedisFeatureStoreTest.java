package io.tidemark.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreContract;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.TestCatalog;
import io.tidemark.store.ValueType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store promises, in Feast's layout. */
class FeastRedisFeatureStoreTest extends FeatureStoreContract {
  @TempDir private static Path folder;
  private static TestRedis redis;
  private static RedisFeatureStore store;
  private static RedisClient client;
  private static RedisCommands<byte[], byte[]> commands;

  @BeforeAll
  static void connect() {
    redis = TestRedis.running("dir " + folder);
    store =
        RedisFeatureStore.connect(RedisSettings.of(redis.url()).with(RedisLayout.FEAST), CATALOG);
    client = RedisClient.create(redis.url());
    commands = client.connect(ByteArrayCodec.INSTANCE).sync();
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
    StoreProbe.pass(time);
  }

  @Test
  void readerOfTheFormatAloneReadsWhatWasWritten() {
    Map<String, Object> values =
        Map.of(
            "g.count_5m",
            -3L,
            "g.sum_5m",
            12.5,
            "g.last",
            "Zürich 🚀",
            "g.flag",
            true,
            "g.longs",
            List.of(1L, -300L),
            "g.doubles",
            List.of(0.1, -0.0),
            "g.flags",
            List.of(true, false),
            "g.texts",
            List.of("", "ü"));
    done(
        store.write(
            new FeatureRow(
                key("u1"),
                values,
                1,
                1_700_000_001_000L,
                OptionalLong.empty(),
                new EventTimes(
                    OptionalLong.of(1_700_000_000_123L), Map.of("g", 1_700_000_000_123L)),
                List.of(),
                TTL)));

    FeastFormatReader reader = new FeastFormatReader(commands);
    Map<String, Object> user = Map.of("user_id", "u1");
    values.forEach(
        (name, value) ->
            assertThat(reader.value("shop", user, "g", name.substring(2)))
                .as(name)
                .isEqualTo(value));
    assertThat(reader.value("shop", user, "g", "zero")).isNull();
    assertThat(reader.eventTimeNanos("shop", user, "g"))
        .isEqualTo(new BigInteger("1700000000123000000"));
    assertThat(reader.eventTimeNanos("shop", user, "h")).as("never had an event").isNull();
  }

  @Test
  void keyPartsAreTypedAsTheCatalogueSays() {
    EntityKey key = new EntityKey("shop", "pair", EntityKey.join(List.of("m|9", "-7", "true")));
    done(store.write(row(key, 1, Map.of("p.n", 1L))));

    Map<String, Object> joinKeys = Map.of("merchant_id", "m|9", "account", -7L, "domestic", "true");
    assertThat(new FeastFormatReader(commands).value("shop", joinKeys, "p", "n")).isEqualTo(1L);
  }

  @Test
  void ownFieldsCannotBeTakenForFeatures() {
    EventTimes times = new EventTimes(OptionalLong.of(7), Map.of("g", 7L, "h", 5L));
    done(store.write(of(key("own"), 1, Map.of("g.zero", 0L), times)));

    List<byte[]> names = commands.hkeys(FeastFormatReader.key("shop", Map.of("user_id", "own")));

    assertThat(names.stream().filter(name -> name.length == 4)).hasSize(1);
    assertThat(names.stream().map(name -> new String(name, StandardCharsets.UTF_8)))
        .contains("_revision", "_as_of", "_status", "_event_time", "_ts:g", "_ts:h");
  }

  private static FeatureRow of(
      EntityKey key, long revision, Map<String, Object> values, EventTimes times) {
    return new FeatureRow(key, values, revision, 9, OptionalLong.empty(), times, List.of(), TTL);
  }

  /** Whether or not it is still declared: what we wrote is ours. */
  @Test
  void hashHoldsNothingOfOursThatIsNotInTheRow() {
    EventTimes both = new EventTimes(OptionalLong.of(7), Map.of("g", 7L, "gone", 5L));
    EventTimes one = new EventTimes(OptionalLong.of(7), Map.of("g", 7L));
    byte[] redisKey = FeastFormatReader.key("shop", Map.of("user_id", "o"));
    done(store.write(of(key("o"), 1, Map.of("g.a", "1", "gone.a", "1"), both)));

    done(store.write(of(key("o"), 2, Map.of("g.a", "2"), one)));

    assertThat(commands.hkeys(redisKey).stream().map(n -> new String(n, StandardCharsets.UTF_8)))
        .hasSize(9)
        .contains(
            "_expires",
            "_revision",
            "_as_of",
            "_status",
            "_event_time",
            "_fields",
            "_views",
            "_ts:g");
  }

  /** What names a row's fields must not make it several times as large. */
  @Test
  void hashOfManyValuesAndViewsIsStillCompact() {
    Map<String, Object> values = new HashMap<>();
    Map<String, Long> times = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      values.put("g.f" + i, "x");
      times.put("a_view_of_some_length_" + i, 7L);
    }
    byte[] redisKey = FeastFormatReader.key("shop", Map.of("user_id", "c"));
    done(store.write(of(key("c"), 1, values, new EventTimes(OptionalLong.of(7), times))));

    assertThat(commands.objectEncoding(redisKey)).isIn("ziplist", "listpack");
    done(store.write(of(key("c"), 2, Map.of(), EventTimes.newest(OptionalLong.of(7)))));
    assertThat(commands.hlen(redisKey)).as("nothing is left").isEqualTo(5);
  }

  /** Not even one that it has from elsewhere. */
  @Test
  void hashNeverHasATimeToLiveAndTheRowSaysWhenItEnds() {
    byte[] redisKey = FeastFormatReader.key("shop", Map.of("user_id", "x"));
    done(store.write(row(key("x"), 1, Map.of("g.a", "1"))));
    assertThat(commands.pttl(redisKey)).as("ours alone").isEqualTo(-1);
    assertThat(left(redisKey)).isPositive().isLessThanOrEqualTo(TTL.toMillis());

    commands.pexpire(redisKey, 60_000);
    done(store.write(row(key("x"), 2, Map.of("g.a", "2"))));
    assertThat(commands.pttl(redisKey)).as("another gave it one").isEqualTo(-1);

    commands.pexpire(redisKey, 60_000);
    done(store.delete(key("x"), 4));
    assertThat(commands.pttl(redisKey)).as("a deletion").isEqualTo(-1);
    assertThat(left(redisKey)).isPositive().isLessThanOrEqualTo(600_000);
  }

  private static long left(byte[] redisKey) {
    byte[] endMs = commands.hget(redisKey, "_expires".getBytes(StandardCharsets.UTF_8));
    return Long.parseLong(new String(endMs, StandardCharsets.UTF_8)) - Clock.systemUTC().millis();
  }

  @Nested
  class Shared extends FeastSharedRowContract {
    @Override
    protected RedisFeatureStore store() {
      return store;
    }

    @Override
    protected RedisClusterCommands<byte[], byte[]> commands() {
      return commands;
    }
  }

  @Test
  void wholeNumberOfADoubleFeatureIsADouble() {
    done(store.write(row(key("w"), 1, Map.of("g.sum_5m", 3L))));

    assertThat(read(key("w")).values()).isEqualTo(Map.of("g.sum_5m", 3.0));
  }

  @Test
  void valueThatTheCatalogueDoesNotKnowIsReadByItsName() {
    done(store.write(row(key("n"), 1, Map.of("new.one", 5L, "new.list", List.of(1.5)))));

    assertThat(read(key("n")).values()).isEmpty();
    assertThat(
            done(store.readAll(List.of(key("n")), Set.of("new.one", "new.list")))
                .get(0)
                .orElseThrow()
                .values())
        .isEqualTo(Map.of("new.one", 5L, "new.list", List.of(1.5)));
  }

  @Test
  void keysThatTheCatalogueCannotTypeAreRefused() {
    refused(new EntityKey("shop", "other", "1"), "Unknown entity other");
    refused(new EntityKey("shop", "pair", "1|2"), "2 parts");
    refused(new EntityKey("shop", "pair", "m|x|true"), "'x'");
    refused(new EntityKey("shop", "user", "a|b"), "2 parts");
  }

  private static void refused(EntityKey key, String why) {
    CompletableFuture<?> write = store.write(row(key, 1, Map.of())).toCompletableFuture();
    Throwable failure = write.handle((value, thrown) -> thrown).join();

    assertThat(failure).isInstanceOf(FeatureStoreException.class).hasMessageContaining(why);
    assertThat(((FeatureStoreException) failure).reason()).isEqualTo(Reason.REJECTED);
    assertThat(((FeatureStoreException) failure).retryable()).isFalse();
  }

  @Test
  void catalogueInWhichRowsWouldOverwriteEachOtherIsRefused() {
    List<KeyField> key = List.of(new KeyField("user_id", ValueType.STRING));
    EntityEntry one = new EntityEntry("user", key, List.of());
    EntityEntry two = new EntityEntry("customer", key, List.of());

    assertThatThrownBy(() -> new FeastLayout(new Catalog("shop", List.of(one, two))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("customer");
  }

  /** Both names have the same hash; found by trying. */
  @Test
  void featuresOfTheSameHashAreRefused() {
    EntityEntry entity =
        new EntityEntry(
            "user",
            List.of(new KeyField("user_id", ValueType.STRING)),
            List.of(
                TestCatalog.feature("g", "f59989", ValueType.LONG),
                TestCatalog.feature("g", "f112987", ValueType.LONG)));

    assertThatThrownBy(() -> new FeastLayout(new Catalog("shop", List.of(entity))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Rename one");
  }
}
