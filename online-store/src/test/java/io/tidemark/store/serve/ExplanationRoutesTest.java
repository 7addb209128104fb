package io.tidemark.store.serve;

import static io.tidemark.store.serve.ServedShop.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.store.EntityKey;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.serve.ServedShop.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Explanations come from whoever has the state. */
class ExplanationRoutesTest {

  private final ServedShop.SettableClock clock = new ServedShop.SettableClock();
  private final InMemoryFeatureStore store =
      new InMemoryFeatureStore(clock, Duration.ofMinutes(10));
  private ServedShop shop = shop(ServePorts.NONE);

  private ServedShop shop(ServePorts ports) {
    return new ServedShop(store, clock, ServeSettings.DEFAULT, ports);
  }

  private void restart(ServePorts ports) {
    shop.close();
    shop = shop(ports);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  /** Knows an entity by its key, and a request as {@code model/request}. */
  private record KnownTo(BiFunction<String, Caller, Optional<String>> answers)
      implements Explainer {
    @Override
    public CompletionStage<Optional<String>> explain(EntityKey key, Caller caller) {
      return CompletableFuture.completedFuture(answers.apply(key.key(), caller));
    }

    @Override
    public CompletionStage<Optional<String>> explainLabel(
        String model, String requestId, Caller caller) {
      return CompletableFuture.completedFuture(answers.apply(model + "/" + requestId, caller));
    }

    @Override
    public CompletionStage<Optional<String>> explainLabels(String model, Caller caller) {
      return CompletableFuture.completedFuture(answers.apply(model + "/", caller));
    }
  }

  @Test
  void explanationComesFromWhoHasTheState() throws Exception {
    Answer without = shop.get("/v1/explain/customer/c1");
    assertThat(without.status()).isEqualTo(501);
    assertThat(without.body().get("hint").asText()).contains("serve.explain.service");
    Explainer explainer =
        new KnownTo(
            (name, caller) ->
                List.of("c1", "ranker/q 1", "ranker/").contains(name)
                    ? Optional.of("{\"tiles\":[]}")
                    : Optional.empty());
    restart(ServePorts.NONE.with(explainer));
    assertThat(shop.get("/v1/explain/customer/c1").body()).isEqualTo(json("{'tiles':[]}"));
    assertThat(shop.get("/v1/explain/customer/c2").status()).isEqualTo(404);
    assertThat(shop.get("/v1/explain/nobody/c2").body().get("error").asText())
        .isEqualTo("unknown_entity");
    assertThat(shop.get("/v1/labels/ranker/q%201").body()).isEqualTo(json("{'tiles':[]}"));
    assertThat(shop.get("/v1/labels/ranker").body()).isEqualTo(json("{'tiles':[]}"));
    assertThat(shop.get("/v1/labels/nobody").body().get("error").asText())
        .isEqualTo("unknown_model");
    Answer unknown = shop.get("/v1/labels/ranker/q2");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().get("error").asText()).isEqualTo("unknown_request");
    assertThat(unknown.body().get("value").asText()).isEqualTo("ranker/q2");
  }

  @Test
  void explainerIsToldWhatItNeedsToPassTheRequestOn() throws Exception {
    List<Caller> callers = new ArrayList<>();
    Explainer explainer =
        new KnownTo(
            (name, caller) -> {
              callers.add(caller);
              return Optional.of("{}");
            });
    restart(ServePorts.NONE.with(explainer));
    String path = "/v1/explain/customer/c1";
    shop.get(path);
    shop.send(shop.to(path).header("Authorization", "Bearer x").header("Tidemark-Hops", "1"));
    shop.send(shop.to(path).header("Tidemark-Hops", "many"));
    assertThat(callers.get(0)).isEqualTo(new Caller(Optional.empty(), 0));
    assertThat(callers.get(1)).isEqualTo(new Caller(Optional.of("Bearer x"), 1));
    assertThat(callers.get(2).hops()).isGreaterThan(1);
  }
}
