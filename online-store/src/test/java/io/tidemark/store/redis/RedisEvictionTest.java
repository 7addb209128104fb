package io.tidemark.store.redis;

import static io.tidemark.store.redis.StoreProbe.done;
import static io.tidemark.store.serve.ServedShop.customer;
import static io.tidemark.store.serve.ServedShop.row;
import static io.tidemark.store.serve.ServedShop.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.store.StoreState;
import io.tidemark.store.serve.ServePorts;
import io.tidemark.store.serve.ServeSettings;
import io.tidemark.store.serve.ServedShop;
import io.tidemark.store.serve.StoreWatch;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that drops rows when its memory is full: whoever has lost his is not somebody new. */
class RedisEvictionTest {
  private static final String ONE = "/v1/features/customer/nobody?names=spending.spend_1h";
  private static final int MOST_KEYS = 100_000;

  private final Clock clock = Clock.systemUTC();
  private TestRedis redis;
  private RedisAdmin admin;
  private RedisFeatureStore store;
  private StoreWatch watch;
  private ServedShop shop;

  @BeforeEach
  void start() {
    redis = TestRedis.running();
    admin = RedisAdmin.of(redis.url());
    store = RedisFeatureStore.connect(RedisSettings.of(redis.url()), ServedShop.CATALOG);
    done(store.rebuilding(state().identity(), clock.millis(), Set.of()));
    watch = StoreWatch.start(store, clock);
    shop =
        new ServedShop(
            store,
            new ServedShop.SettableClock(),
            ServeSettings.DEFAULT,
            ServePorts.NONE.with(watch));
  }

  @AfterEach
  void stop() {
    shop.close();
    watch.close();
    store.close();
    admin.close();
    redis.close();
  }

  private StoreState state() {
    return done(store.state());
  }

  private String reason() throws Exception {
    return shop.get(ONE).body().at("/values/spending.spend_1h/reason").asText();
  }

  @Test
  void storeThatKeepsWhatItHasKnowsWhoIsNew() throws Exception {
    assertThat(state().eviction()).isEqualTo(StoreState.Eviction.NONE);
    assertThat(state().lacksRows()).isFalse();
    assertThat(reason()).isEqualTo("unknown_key");
  }

  @Test
  void policyIsToldBeforeAnythingIsDropped() throws Exception {
    admin.commands().configSet("maxmemory-policy", "allkeys-lru");

    assertThat(state().eviction()).isEqualTo(new StoreState.Eviction("allkeys-lru", true, 0));
    assertThat(state().lacksRows()).isFalse();
  }

  @Test
  void droppedRowsAreToldAndComeBackWhenNothingIsDroppedAnyMore() throws Exception {
    String before = state().identity();
    evict();

    assertThat(state().lacksRows()).isTrue();
    assertThat(state().identity()).as("not while it evicts").isEqualTo(before);
    await().untilAsserted(() -> assertThat(reason()).isEqualTo("store_incomplete"));

    admin.commands().configSet("maxmemory", "0");
    admin.commands().configSet("maxmemory-policy", "noeviction");
    assertThat(state().isReplaced()).as("to be filled anew").isTrue();
    done(store.rebuilding(state().identity(), clock.millis(), Set.of()));
    assertThat(state().lacksRows()).isFalse();
    await().untilAsserted(() -> assertThat(reason()).isEqualTo("unknown_key"));
  }

  private void evict() {
    admin.commands().configSet("maxmemory-policy", "allkeys-lfu");
    long used = Long.parseLong(admin.info("memory", "used_memory"));
    admin.commands().configSet("maxmemory", String.valueOf(used + 300_000));
    for (int i = 0; i < MOST_KEYS && state().eviction().keys() == 0; i++) {
      done(store.write(row(customer("c" + i), values())));
      done(store.rebuilding(state().identity(), clock.millis(), Set.of()));
    }
    assertThat(state().eviction().keys()).isPositive();
  }
}
