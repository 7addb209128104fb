package io.tidemark.store.redis;

import static io.tidemark.store.serve.ServedShop.customer;
import static io.tidemark.store.serve.ServedShop.row;
import static io.tidemark.store.serve.ServedShop.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.tidemark.store.EntityKey;
import io.tidemark.store.serve.ServePorts;
import io.tidemark.store.serve.ServeSettings;
import io.tidemark.store.serve.ServedShop;
import io.tidemark.store.serve.ServedShop.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feature server over a real Redis, which goes away and comes back. */
class FeatureServerRedisTest {
  private TestRedis redis;
  private RedisFeatureStore store;
  private ServedShop shop;

  @BeforeEach
  void start() {
    redis = TestRedis.running();
    store = RedisFeatureStore.connect(RedisSettings.of(redis.url()), ServedShop.CATALOG);
    shop =
        new ServedShop(
            store, new ServedShop.SettableClock(), ServeSettings.DEFAULT, ServePorts.NONE);
  }

  @AfterEach
  void stop() {
    shop.close();
    store.close();
    redis.close();
  }

  @Test
  void rowWrittenToRedisIsServedWithItsTypes() throws Exception {
    store.write(row(customer("c1"), values())).toCompletableFuture().join();
    JsonNode body = shop.get("/v1/features/customer/c1").body();
    assertThat(body.at("/values/spending.purchases_1h").toString())
        .isEqualTo("{\"value\":3,\"status\":\"PRESENT\"}");
    assertThat(body.at("/values/spending.spend_1h/value").isDouble()).isTrue();
    assertThat(body.at("/values/profile.premium/value").isBoolean()).isTrue();
    assertThat(body.at("/values/spending.last_item/value").asText()).isEqualTo("t\u00e9");
    assertThat(body.get("revision").asLong()).isEqualTo(77);
  }

  @Test
  void deletedRowIsUnknown() throws Exception {
    store.write(row(customer("c1"), values())).toCompletableFuture().join();
    store.delete(customer("c1"), 78).toCompletableFuture().join();
    assertThat(
            shop.get("/v1/features/customer/c1?names=spending.spend_1h")
                .body()
                .at("/values/spending.spend_1h/reason")
                .asText())
        .isEqualTo("unknown_key");
  }

  @Test
  void thousandKeysComeBackInOrder() throws Exception {
    for (int i = 0; i < 1_000; i += 2) {
      store
          .write(row(customer("k" + i), Map.of("spending.purchases_1h", (long) i)))
          .toCompletableFuture()
          .join();
    }
    String keys =
        IntStream.range(0, 1_000).mapToObj(i -> "\"k" + i + "\"").collect(Collectors.joining(","));
    JsonNode results =
        shop.post(
                "/v1/features/customer",
                "{\"keys\":[" + keys + "],\"names\":[\"spending.purchases_1h\"]}")
            .body()
            .get("results");
    for (int i = 0; i < 1_000; i++) {
      JsonNode value = results.get(i).at("/values/spending.purchases_1h");
      assertThat(value.get("status").asText()).isEqualTo(i % 2 == 0 ? "PRESENT" : "NOT_FOUND");
      assertThat(value.get("value").asLong()).isEqualTo(i % 2 == 0 ? i : 0);
    }
  }

  @Test
  void redisAwayIs503AndComesBack() throws Exception {
    store.write(row(customer("c1"), values())).toCompletableFuture().join();
    redis.stop();
    Answer away = shop.get("/v1/features/customer/c1");
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.response().headers().firstValue("Retry-After")).hasValue("1");
    redis.start();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> shop.get("/v1/features/customer/c1").status() == 200);
    assertThat(
            shop.get("/v1/features/customer/c1")
                .body()
                .at("/values/spending.spend_1h/reason")
                .asText())
        .isEqualTo("unknown_key");
  }

  @Test
  void damagedRowIsAnErrorOfItsKeyAlone() throws Exception {
    store.write(row(customer("c1"), values())).toCompletableFuture().join();
    EntityKey key = customer("damaged");
    RedisClient client = RedisClient.create(redis.url());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.sync().hset(key.asRedisKey(), "_status", "READY");
    } finally {
      client.shutdown();
    }
    JsonNode results =
        shop.post("/v1/features/customer", "{\"keys\":[\"c1\",\"damaged\"]}").body().get("results");
    assertThat(results.at("/0/revision").asLong()).isEqualTo(77);
    assertThat(results.at("/1/error/error").asText()).isEqualTo("corrupt_row");
  }
}
