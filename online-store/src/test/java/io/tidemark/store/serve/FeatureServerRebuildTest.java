package io.tidemark.store.serve;

import static io.tidemark.store.serve.ServedShop.NOW_MS;
import static io.tidemark.store.serve.ServedShop.customer;
import static io.tidemark.store.serve.ServedShop.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.store.EventTimes;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.StoreState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is served from a store that is being filled anew, and from one that came back. */
class FeatureServerRebuildTest {
  private static final long SINCE_MS = NOW_MS - 10_000;
  private static final String ONE = "/v1/features/customer/c1?names=spending.spend_1h,%s";

  private final ServedShop.SettableClock clock = new ServedShop.SettableClock();
  private final InMemoryFeatureStore store =
      new InMemoryFeatureStore(clock, Duration.ofMinutes(10));
  private final StoreWatch watch = StoreWatch.start(store, clock);
  private final ServedShop shop =
      new ServedShop(store, clock, ServeSettings.DEFAULT, ServePorts.NONE.with(watch));

  @AfterEach
  void stop() {
    shop.close();
    watch.close();
  }

  private String identity() {
    return store.state().toCompletableFuture().join().identity();
  }

  private StoreState.Mark mark() {
    return store.state().toCompletableFuture().join().mark().orElseThrow();
  }

  private void rebuild() {
    store.rebuilding(identity(), SINCE_MS, Set.of("0", "1"));
    await().until(() -> watch.sinceMs().isPresent());
  }

  private void write(long asOfMs, long revision) {
    store.write(
        new FeatureRow(
            customer("c1"),
            values(),
            revision,
            asOfMs,
            OptionalLong.of(NOW_MS + 60_000),
            EventTimes.newest(OptionalLong.of(asOfMs - 1_000)),
            List.of(),
            Duration.ofHours(1)));
  }

  private JsonNode answer(String other) throws Exception {
    return shop.get(ONE.formatted(other)).body().get("values");
  }

  private String status() throws Exception {
    return answer("profile.premium").at("/spending.spend_1h/status").asText();
  }

  @Test
  void rowFromBeforeIsWarmingWhateverItHolds() throws Exception {
    write(SINCE_MS - 1, 7);
    rebuild();

    JsonNode found = answer("spending.basket_1h");
    assertThat(found.at("/spending.spend_1h/status").asText()).isEqualTo("WARMING");
    assertThat(found.at("/spending.spend_1h/value").asDouble()).isEqualTo(25.5);
    assertThat(found.at("/spending.basket_1h/status").asText()).isEqualTo("WARMING");
    assertThat(found.at("/spending.basket_1h/value").isNull()).isTrue();
    assertThat(answer("profile.premium").at("/profile.premium/status").asText())
        .as("no window, and as old")
        .isEqualTo("WARMING");
  }

  @Test
  void rowWrittenSinceIsPresentAndAKeyWithoutARowIsNotFound() throws Exception {
    write(SINCE_MS, 7);
    rebuild();

    assertThat(status()).isEqualTo("PRESENT");
    assertThat(shop.get("/v1/features/customer/c2").body().toString())
        .contains("NOT_FOUND")
        .doesNotContain("WARMING");
  }

  @Test
  void rowFromBeforeIsNotTrustedForItsRevision() throws Exception {
    write(SINCE_MS - 1, SINCE_MS * 1_000);
    rebuild();

    assertThat(status()).isEqualTo("WARMING");
  }

  @Test
  void underStreamTimeNoRowIsTrustedBeforeTheStoreIsComplete() throws Exception {
    write(1_000, SINCE_MS + 1);
    rebuild();

    assertThat(status()).isEqualTo("WARMING");
    store.rebuilt(mark(), "0");
    store.rebuilt(mark(), "1");
    await().until(() -> watch.sinceMs().isEmpty());
    assertThat(status()).isEqualTo("PRESENT");
  }

  @Test
  void expiredSaysMoreThanRebuilding() throws Exception {
    write(SINCE_MS - 1, 7);
    rebuild();
    clock.set(NOW_MS + 70_000);

    assertThat(status()).isEqualTo("EXPIRED");
  }

  @Test
  void catalogueSaysSoUntilTheLastPartIsDone() throws Exception {
    write(SINCE_MS - 1, 7);
    rebuild();
    assertThat(shop.get("/v1/catalog").body().get("store").toString())
        .isEqualTo("{\"state\":\"rebuilding\",\"since\":" + SINCE_MS + "}");

    store.rebuilt(mark(), "0");
    assertThat(watch.sinceMs()).isPresent();
    store.rebuilt(mark(), "1");

    await().until(() -> watch.sinceMs().isEmpty());
    assertThat(status()).isEqualTo("PRESENT");
    assertThat(shop.get("/v1/catalog").body().get("store").toString())
        .isEqualTo("{\"state\":\"complete\"}");
  }

  @Test
  void storeThatCameBackWithOldDataIsNotTrustedBeforeAnybodyHasLookedAfterIt() throws Exception {
    store.rebuilding(identity(), SINCE_MS, Set.of());
    write(NOW_MS - 1, 7);
    assertThat(status()).isEqualTo("PRESENT");
    store.restart();
    await().until(() -> watch.sinceMs().isPresent());

    assertThat(status()).isEqualTo("WARMING");
    assertThat(watch.sinceMs()).hasValue(NOW_MS);
    store.rebuilding(identity(), NOW_MS, Set.of());
    await().until(() -> watch.sinceMs().isEmpty());
    assertThat(status()).isEqualTo("PRESENT");
  }

  @Test
  void storeWithoutAMarkIsNotJudged() throws Exception {
    write(SINCE_MS - 1, 7);

    assertThat(status()).isEqualTo("PRESENT");
    assertThat(watch.sinceMs()).isEmpty();
  }

  @Test
  void feastIsToldThatARowFromBeforeIsTooOld() throws Exception {
    write(SINCE_MS - 1, 7);
    rebuild();
    String ask =
        "{\"features\":[\"spending:spend_1h\"],\"entities\":{\"customer_id\":[\"c1\",\"c2\"]}}";

    assertThat(shop.post("/get-online-features", ask).body().at("/results/1/statuses").toString())
        .isEqualTo("[\"OUTSIDE_MAX_AGE\",\"NOT_FOUND\"]");
  }
}
