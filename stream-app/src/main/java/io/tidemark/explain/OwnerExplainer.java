package io.tidemark.explain;

import io.tidemark.explain.Finding.Elsewhere;
import io.tidemark.explain.Finding.Held;
import io.tidemark.explain.Finding.NotNow;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.EntityKey;
import io.tidemark.store.serve.Caller;
import io.tidemark.store.serve.Explainer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Explains from the state of this instance, or asks the instance that owns the key. A request that
 * was passed on for the key's owner is answered here or refused: never passed on again.
 */
public final class OwnerExplainer implements Explainer {
  /** Hops of a request that another instance of the service sent here as to the owner. */
  private static final int TO_OWNER = 2;

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final EntityStates entities;
  private final LabelStates labels;
  private final Instances instances;

  /**
   * An explainer of an instance.
   *
   * @param timeout how long the owner may take
   */
  public OwnerExplainer(EntityStates entities, LabelStates labels, Duration timeout) {
    this.entities = entities;
    this.labels = labels;
    this.instances = new Instances(timeout);
  }

  @Override
  public CompletionStage<Optional<String>> explain(EntityKey key, Caller caller) {
    return answer(
        entities.find(key.entity(), key.key(), isPassedOn(caller)),
        held -> ExplanationJson.of(key, held),
        ExplainPaths.of(key),
        caller);
  }

  @Override
  public CompletionStage<Optional<String>> explainLabel(
      String model, String requestId, Caller caller) {
    return answer(
        labels.find(model, requestId, isPassedOn(caller)),
        held -> LabelJson.of(model, requestId, held),
        ExplainPaths.ofLabel(model, requestId),
        caller);
  }

  @Override
  public CompletionStage<Optional<String>> explainLabels(String model, Caller caller) {
    return answer(
        labels.find(model, isPassedOn(caller)),
        held -> ModelLabelsJson.of(model, held),
        ExplainPaths.ofLabels(model),
        caller);
  }

  private static boolean isPassedOn(Caller caller) {
    return caller.hops() >= TO_OWNER;
  }

  private <T> CompletionStage<Optional<String>> answer(
      Finding<T> finding, Function<Held<T>, String> json, String path, Caller caller) {
    if (finding instanceof Held<T> held) {
      return CompletableFuture.completedStage(Optional.of(json.apply(held)));
    }
    if (finding instanceof NotNow<T> notNow) {
      return CompletableFuture.failedStage(notNow(notNow.reason()));
    }
    if (finding instanceof Elsewhere<T> elsewhere) {
      Caller next = new Caller(caller.authorization(), TO_OWNER);
      return isPassedOn(caller)
          ? CompletableFuture.failedStage(notNow("the key has moved to another instance"))
          : instances.ask(elsewhere.instances(), path, next, true);
    }
    return CompletableFuture.completedStage(Optional.empty());
  }

  private static RequestException notNow(String reason) {
    return RequestException.unavailable(
        new Problem(
            "state_unavailable",
            "The state of the key cannot be read now",
            null,
            reason,
            "Try again after the time given; /health/ready says when the instance is back."
                + " GET /v1/features answers from the online store meanwhile"),
        RETRY);
  }
}
