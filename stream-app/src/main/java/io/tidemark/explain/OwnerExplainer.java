package io.tidemark.explain;

import io.tidemark.explain.EntityStates.Elsewhere;
import io.tidemark.explain.EntityStates.Finding;
import io.tidemark.explain.EntityStates.Held;
import io.tidemark.explain.EntityStates.NotNow;
import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.EntityKey;
import io.tidemark.store.serve.Caller;
import io.tidemark.store.serve.Explainer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Explains from the state of this instance, or asks the instance that owns the key. A request that
 * was passed on for the key's owner is answered here or refused: never passed on again.
 */
public final class OwnerExplainer implements Explainer {
  /** Hops of a request that another instance of the service sent here as to the owner. */
  private static final int TO_OWNER = 2;

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final EntityStates states;
  private final Instances instances;

  /**
   * An explainer of an instance.
   *
   * @param timeout how long the owner may take
   */
  public OwnerExplainer(EntityStates states, Duration timeout) {
    this.states = states;
    this.instances = new Instances(timeout);
  }

  @Override
  public CompletionStage<Optional<String>> explain(EntityKey key, Caller caller) {
    boolean passedOn = caller.hops() >= TO_OWNER;
    Finding finding = states.find(key.entity(), key.key(), passedOn);
    if (finding instanceof Held held) {
      return CompletableFuture.completedStage(Optional.of(ExplanationJson.of(key, held)));
    }
    if (finding instanceof NotNow notNow) {
      return CompletableFuture.failedStage(notNow(notNow.reason()));
    }
    if (finding instanceof Elsewhere elsewhere) {
      Caller next = new Caller(caller.authorization(), TO_OWNER);
      return passedOn
          ? CompletableFuture.failedStage(notNow("the key has moved to another instance"))
          : instances.ask(elsewhere.instances(), key, next, true);
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
