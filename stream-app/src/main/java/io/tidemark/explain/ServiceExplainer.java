package io.tidemark.explain;

import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.EntityKey;
import io.tidemark.store.serve.Caller;
import io.tidemark.store.serve.Explainer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks the service, for a process that has no state itself: any instance will do, the next one is
 * tried when one is away.
 */
public final class ServiceExplainer implements Explainer {
  private final List<URI> addresses;
  private final Instances instances;

  /**
   * An explainer that asks others.
   *
   * @param addresses of instances of the service; at least one
   * @param timeout for all tries together
   */
  public ServiceExplainer(List<URI> addresses, Duration timeout) {
    this.addresses = List.copyOf(addresses);
    this.instances = new Instances(timeout);
  }

  @Override
  public CompletionStage<Optional<String>> explain(EntityKey key, Caller caller) {
    return ask(ExplainPaths.of(key), caller);
  }

  @Override
  public CompletionStage<Optional<String>> explainLabel(
      String model, String requestId, Caller caller) {
    return ask(ExplainPaths.ofLabel(model, requestId), caller);
  }

  @Override
  public CompletionStage<Optional<String>> explainLabels(String model, Caller caller) {
    return ask(ExplainPaths.ofLabels(model), caller);
  }

  private CompletionStage<Optional<String>> ask(String path, Caller caller) {
    return caller.hops() > 0
        ? CompletableFuture.failedStage(circle())
        : instances.ask(addresses, path, new Caller(caller.authorization(), 1), false);
  }

  private RequestException circle() {
    return RequestException.of(
        508,
        new Problem(
            "forwarding_loop",
            "A feature server was asked by another",
            addresses.toString(),
            "serve.explain.service names instances of the service, not feature servers",
            "Set it to addresses of `tidemark run`"));
  }
}
