package io.tidemark.store.serve;

import static io.tidemark.store.serve.ServedShop.customer;
import static io.tidemark.store.serve.ServedShop.row;
import static io.tidemark.store.serve.ServedShop.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.http.HttpService;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.StoreState;
import io.tidemark.store.WriteOutcome;
import io.tidemark.store.serve.ServedShop.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that fails, hangs or holds rubbish. */
class FeatureServerOutageTest {
  private volatile Function<EntityKey, CompletionStage<Optional<FeatureRow>>> reads =
      key -> CompletableFuture.completedFuture(Optional.empty());
  private final ServeSettings settings =
      new ServeSettings(1_000, 200_000, 2, Duration.ofMillis(300), Optional.of(Duration.ZERO));
  private final ServedShop shop =
      new ServedShop(
          new ScriptedStore(), new ServedShop.SettableClock(), settings, ServePorts.NONE);

  private final class ScriptedStore implements FeatureStore {
    @Override
    public CompletionStage<WriteOutcome> write(FeatureRow row) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public CompletionStage<Optional<FeatureRow>> read(EntityKey key) {
      return reads.apply(key);
    }

    @Override
    public CompletionStage<WriteOutcome> delete(EntityKey key, long revision) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public CompletionStage<List<Optional<FeatureRow>>> readAll(
        List<EntityKey> keys, Set<String> names) {
      List<CompletableFuture<Optional<FeatureRow>>> rows =
          keys.stream().map(key -> read(key).toCompletableFuture()).toList();
      return CompletableFuture.allOf(rows.toArray(CompletableFuture[]::new))
          .thenApply(done -> rows.stream().map(CompletableFuture::join).toList());
    }

    @Override
    public CompletionStage<StoreState> state() {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public CompletionStage<Boolean> claim(StoreState.Owner owner, boolean takeOver) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Boolean> rebuilding(String identity, long sinceMs, Set<String> parts) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public CompletionStage<Void> rebuilt(StoreState.Mark mark, String part) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public Optional<String> problem() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private static CompletionStage<Optional<FeatureRow>> failing(Reason reason) {
    return CompletableFuture.failedFuture(
        new FeatureStoreException(reason, true, "said by the server", null));
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE,503,store_unavailable",
    "OVERLOADED,503,overloaded",
    "REJECTED,503,store_rejected",
    "DENIED,503,store_denied",
    "CORRUPT,500,corrupt_row"
  })
  void failureOfTheStoreIsTyped(Reason reason, int status, String error) throws Exception {
    reads = key -> failing(reason);
    Answer answer = shop.get("/v1/features/customer/c1");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().get("error").asText()).isEqualTo(error);
    assertThat(answer.body().get("message").asText()).contains("said by the server");
    assertThat(answer.response().headers().firstValue("Retry-After").isPresent())
        .isEqualTo(status == 503);
  }

  @Test
  void batchAndFeastSayThatTheStoreIsAway() throws Exception {
    reads = key -> failing(Reason.UNAVAILABLE);
    assertThat(shop.post("/v1/features/customer", "{\"keys\":[1]}").status()).isEqualTo(503);
    String feast = "{\"features\":[\"spending:spend_1h\"],\"entities\":{\"customer_id\":[\"c\"]}}";
    assertThat(shop.post("/get-online-features", feast).status()).isEqualTo(503);
  }

  @Test
  void corruptRowDoesNotTakeTheOthersWithIt() throws Exception {
    reads =
        key ->
            key.key().equals("bad")
                ? failing(Reason.CORRUPT)
                : CompletableFuture.completedFuture(Optional.of(row(customer("c1"), values())));
    JsonNode results =
        shop.post("/v1/features/customer", "{\"keys\":[\"c1\",\"bad\",\"c1\"]}")
            .body()
            .get("results");
    assertThat(results.at("/0/values/spending.spend_1h/value").asDouble()).isEqualTo(25.5);
    assertThat(results.at("/1/error/error").asText()).isEqualTo("corrupt_row");
    assertThat(results.at("/2/revision").asLong()).isEqualTo(77);
  }

  @Test
  void slowStoreIsATimeout() throws Exception {
    reads = key -> new CompletableFuture<>();
    Answer answer = shop.get("/v1/features/customer/c1");
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.body().get("error").asText()).isEqualTo("timeout");
    assertThat(answer.body().get("value").asText()).isEqualTo("300 ms");
    assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void requestsBeyondTheBoundAreRefusedAtOnce() throws Exception {
    CountDownLatch waiting = new CountDownLatch(2);
    CompletableFuture<Optional<FeatureRow>> answer = new CompletableFuture<>();
    reads =
        key -> {
          waiting.countDown();
          return answer;
        };
    ExecutorService clients = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> held = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        held.add(clients.submit(() -> shop.get("/v1/features/customer/c1").status()));
      }
      assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
      Answer refused = shop.get("/v1/features/customer/c1");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body().get("error").asText()).isEqualTo("overloaded");
      assertThat(refused.response().headers().firstValue("Retry-After")).hasValue("1");
      assertThat(shop.get("/health/live").status()).isEqualTo(200);
      answer.complete(Optional.empty());
      for (Future<Integer> one : held) {
        assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(200);
      }
      assertThat(shop.get("/v1/features/customer/c1").status()).isEqualTo(200);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void unexpectedFailureIs500WithoutDetail() throws Exception {
    reads =
        key -> {
          throw new IllegalStateException("secret");
        };
    Answer answer = shop.get("/v1/features/customer/c1");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.response().body()).doesNotContain("secret");
  }

  @Test
  void serverThatIsNotThereYetSaysSo() throws Exception {
    try (HttpService http =
        new HttpService(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "", List.of())) {
      FeatureServer.mount(http, Optional::empty);
      http.start();
      var request =
          HttpRequest.newBuilder(
              URI.create("http://localhost:" + http.address().getPort() + "/v1/catalog"));
      var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("\"error\":\"starting\"");
    }
  }
}
