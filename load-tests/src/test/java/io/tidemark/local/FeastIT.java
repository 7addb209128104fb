package io.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.tidemark.app.cli.TidemarkCommand;
import io.tidemark.store.Catalog;
import io.tidemark.store.Catalog.EntityEntry;
import io.tidemark.store.Catalog.FeatureEntry;
import io.tidemark.store.Catalog.KeyField;
import io.tidemark.store.EntityKey;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.ValueType;
import io.tidemark.store.WriteOutcome;
import io.tidemark.store.redis.ExpiredRows;
import io.tidemark.store.redis.RedisFeatureStore;
import io.tidemark.store.redis.RedisLayout;
import io.tidemark.store.redis.RedisLogin;
import io.tidemark.store.redis.RedisSettings;
import io.tidemark.store.redis.RedisTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Feast project that applies what {@code tidemark feast} writes, and pushes and materialises
 * views of its own into the same hashes between our writes: nothing is lost on either side.
 */
class FeastIT {
  private static final int ENTITIES = 1_000;
  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Path SCHEMA =
      BuiltFiles.repository().resolve("load-tests/examples/transactions.avsc");
  private static final String DEFINITIONS =
      """
      namespace: shop
      sources:
        - {name: transactions, topic: transactions, event_time: invoice_time}
      entities:
        - {name: customer, key: [customer_id]}
        - {name: customer_item, key: [customer_id, item]}
      features:
        - group: spending
          source: transactions
          entity: customer
          aggregate:
            - {name: purchases, op: count, windows: [1h]}
            - {name: spend, op: sum, of: unit_price, windows: [24h]}
            - {name: items, op: last_n, of: item, n: 3}
        - group: pairs
          source: transactions
          entity: customer_item
          aggregate: [{name: bought, op: count, windows: [24h]}]
      models:
        - {name: ranker/v3, predictions: {topic: predictions}, features: [spending]}
      """;

  private static final Catalog CATALOG =
      new Catalog(
          "shop",
          List.of(
              new EntityEntry(
                  "customer",
                  List.of(new KeyField("customer_id", ValueType.STRING)),
                  List.of(
                      feature("purchases_1h", ValueType.LONG),
                      feature("spend_24h", ValueType.DOUBLE),
                      feature("items", ValueType.STRING_LIST)))));

  @TempDir static Path folder;
  private static FeastProject project;

  private static FeatureEntry feature(String name, ValueType type) {
    return new FeatureEntry("spending", 1, name, "last", null, type, null, DAY);
  }

  @BeforeAll
  static void start() {
    project = new FeastProject(folder.resolve("feast.log"));
  }

  @AfterAll
  static void stop() {
    if (project != null) {
      project.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLostOnEitherSide(boolean cluster) throws IOException {
    List<String> options = cluster ? List.of("--cluster-enabled", "yes") : List.of();
    try (LocalRedis redis = LocalRedis.start(256, options)) {
      takeAllSlots(redis, cluster);
      open(redis, cluster);
      try (RedisFeatureStore store = RedisFeatureStore.connect(settings(redis, cluster), CATALOG)) {
        pushAfterOurLastWrite(store);
        writeInTurn(store);
        sendAgainAndDelete(store);
        letExpire(store);
      }
    }
  }

  /** Patient, since Python takes the whole of a small machine. */
  private static RedisSettings settings(LocalRedis redis, boolean cluster) {
    return new RedisSettings(
        List.of(redis.url()),
        cluster,
        RedisLayout.FEAST,
        RedisLogin.NONE,
        RedisTls.PLATFORM,
        PATIENCE,
        PATIENCE,
        20 * ENTITIES,
        Duration.ofMinutes(10));
  }

  /** A cluster of one node, for which the client asks as for any other. */
  private static void takeAllSlots(LocalRedis redis, boolean cluster) {
    if (!cluster) {
      return;
    }
    RedisClient client = RedisClient.create(redis.url());
    var commands = client.connect().sync();
    commands.clusterAddSlots(IntStream.range(0, SLOTS).toArray());
    await().atMost(PATIENCE).until(() -> commands.clusterInfo().contains("cluster_state:ok"));
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private static void open(LocalRedis redis, boolean cluster) throws IOException {
    Path definitions = Files.writeString(folder.resolve("shop.yaml"), DEFINITIONS);
    Path repository = folder.resolve("feast-" + cluster);
    List<String> words =
        List.of(
            "feast",
            "--config=" + definitions,
            "--schema=transactions=" + SCHEMA,
            "--output=" + repository,
            "--set=redis.url=" + redis.url(),
            "--set=redis.mode=" + (cluster ? "cluster" : "standalone"));
    assertThat(TidemarkCommand.commandLine().execute(words.toArray(String[]::new))).isZero();
    assertThat(project.open(repository, "customer_id", "c", ENTITIES).toString())
        .isEqualTo("[\"pairs\",\"profile\",\"scores\",\"spending\"]");
  }

  /** The hashes are ours alone when we write last; what comes later outlives the rows. */
  private void pushAfterOurLastWrite(RedisFeatureStore store) throws IOException {
    writeAll(store, 1, Duration.ofSeconds(1));
    project.ask("push 1");
    removeEnded(store);

    JsonNode found = project.ask("read ranker/v3");
    for (int i = 0; i < ENTITIES; i++) {
      assertThat(found.get("age").get(i).asInt()).isEqualTo(10_000 + i);
      assertThat(found.get("spend_24h").get(i).isNull()).as("ended").isTrue();
    }
  }

  private static void removeEnded(RedisFeatureStore store) {
    LongAdder removed = new LongAdder();
    ExpiredRows rows = store.expiredRows(Duration.ofMillis(100), removed::add).orElseThrow();
    CompletableFuture<Void> run = CompletableFuture.runAsync(rows);
    await().atMost(PATIENCE).until(() -> removed.sum() == ENTITIES);
    rows.close();
    run.join();
  }

  private void writeInTurn(FeatureStore store) throws IOException {
    writeAll(store, 1, DAY);
    project.ask("push 1");
    writeAll(store, 2, DAY);
    project.ask("materialise 2");
    writeAll(store, 3, DAY);
    project.ask("push 3");
    project.ask("materialise_all");
    writeAll(store, 4, DAY);

    requireOurs(store, 4, 0);
    JsonNode found = project.ask("read ranker/v3");
    requireTheirs(found);
    for (int i = 0; i < ENTITIES; i++) {
      assertThat(found.get("spend_24h").get(i).asDouble()).isEqualTo(4 + i / 4.0);
      assertThat(found.get("purchases_1h").get(i).isNull()).as("absent").isEqualTo(i % 2 > 0);
      assertThat(found.get("items").get(i).toString()).isEqualTo("[\"a\",\"b" + i + "\"]");
    }
  }

  /** As a rebuild does, whose rows have the revisions they had. */
  private void sendAgainAndDelete(FeatureStore store) throws IOException {
    writeAll(store, 4, DAY);
    for (int i = 0; i < 100; i++) {
      assertThat(store.delete(key(i), 5).toCompletableFuture().join())
          .isEqualTo(WriteOutcome.APPLIED);
    }

    JsonNode found = project.ask("read ranker/v3");
    requireTheirs(found);
    requireOurs(store, 4, 100);
    assertThat(found.at("/spend_24h/99").isNull()).as("deleted").isTrue();
    assertThat(found.at("/spend_24h/100").asDouble()).isEqualTo(29);
  }

  private void letExpire(RedisFeatureStore store) throws IOException {
    writeAll(store, 6, Duration.ofSeconds(1));
    await().atMost(PATIENCE).until(() -> read(store).stream().allMatch(Optional::isEmpty));
    removeEnded(store);
    requireTheirs(project.ask("read ranker/v3"));

    writeAll(store, 1, DAY);
    requireOurs(store, 1, 0);
    requireTheirs(project.ask("read ranker/v3"));
  }

  private static void requireTheirs(JsonNode found) {
    for (int i = 0; i < ENTITIES; i++) {
      assertThat(found.get("age").get(i).asInt()).isEqualTo(30_000 + i);
      assertThat(found.get("tier").get(i).asText()).isEqualTo("tier " + i % 7);
      assertThat(found.get("score").get(i).asDouble()).isEqualTo(2 + i / 8.0);
    }
  }

  private static void requireOurs(FeatureStore store, int turn, int from) {
    List<Optional<FeatureRow>> rows = read(store);
    for (int i = 0; i < ENTITIES; i++) {
      Map<String, Object> values = rows.get(i).map(FeatureRow::values).orElse(null);
      assertThat(values).isEqualTo(i < from ? null : values(turn, i));
    }
  }

  private static List<Optional<FeatureRow>> read(FeatureStore store) {
    List<EntityKey> keys = IntStream.range(0, ENTITIES).mapToObj(FeastIT::key).toList();
    return store.readAll(keys, Set.of()).toCompletableFuture().join();
  }

  private static void writeAll(FeatureStore store, int turn, Duration ttl) {
    List<FeatureRow> rows = IntStream.range(0, ENTITIES).mapToObj(i -> row(turn, i, ttl)).toList();
    assertThat(store.writeAll(rows))
        .allMatch(write -> write.toCompletableFuture().join() == WriteOutcome.APPLIED);
  }

  private static EntityKey key(int i) {
    return new EntityKey("shop", "customer", "c" + i);
  }

  private static Map<String, Object> values(int turn, int i) {
    Map<String, Object> values = new HashMap<>();
    values.put("spending.spend_24h", turn + i / 4.0);
    values.put("spending.items", List.of("a", "b" + i));
    if ((turn + i) % 2 == 0) {
      values.put("spending.purchases_1h", (long) i);
    }
    return values;
  }

  private static FeatureRow row(int turn, int i, Duration ttl) {
    long nowMs = Clock.systemUTC().millis();
    return new FeatureRow(
        key(i),
        values(turn, i),
        turn,
        nowMs,
        OptionalLong.empty(),
        new EventTimes(OptionalLong.of(nowMs), Map.of("spending", nowMs)),
        List.of(),
        ttl);
  }
}
