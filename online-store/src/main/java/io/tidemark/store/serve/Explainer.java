package io.tidemark.store.serve;

import io.tidemark.store.EntityKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Says why an entity's values, or a request's labels, are what they are. Thread-safe. */
public interface Explainer {

  /**
   * The explanation of one entity.
   *
   * @param caller who asks, for when another process has to answer
   * @return a JSON object as text; empty when nothing is known about the key. A stage that fails
   *     with a {@link io.tidemark.http.RequestException} is answered with it, any other failure
   *     with 503
   */
  CompletionStage<Optional<String>> explain(EntityKey key, Caller caller);

  /**
   * The explanation of one request's labels, in the same way.
   *
   * @param model whose request
   */
  CompletionStage<Optional<String>> explainLabel(String model, String requestId, Caller caller);

  /** What is known of all labels of a model, in the same way. */
  CompletionStage<Optional<String>> explainLabels(String model, Caller caller);
}
