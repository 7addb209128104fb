package io.tidemark.delivery;

import io.tidemark.store.FeatureStore;
import io.tidemark.store.StoreState;
import io.tidemark.store.StoreState.Owner;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That this application alone writes the rows of its namespace: of two, each would refuse the
 * other's rows as old. One thread.
 */
public final class Ownership {
  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private final FeatureStore store;
  private final String namespace;
  private final Owner owner;

  private Ownership(FeatureStore store, String namespace, Owner owner) {
    this.store = store;
    this.namespace = namespace;
    this.owner = owner;
  }

  /**
   * Becomes the owner, or stays it.
   *
   * @param asks who asks, and when
   * @param takeOver whether another owner loses the namespace, and ends
   * @throws OwnedByOtherException where it has another owner who shall keep it
   * @throws io.tidemark.store.FeatureStoreException when the store does not answer
   */
  public static Ownership take(FeatureStore store, String namespace, Owner asks, boolean takeOver) {
    Optional<Owner> before = await(store.state()).owner();
    if (!await(store.claim(asks, takeOver))) {
      throw OwnedByOtherException.atStart(namespace, await(store.state()).owner());
    }
    before
        .filter(held -> !held.application().equals(asks.application()))
        .ifPresent(held -> LOG.warn("Namespace {} is taken over from {}", namespace, held));
    return new Ownership(store, namespace, await(store.state()).owner().orElse(asks));
  }

  private static <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * Whether the store says so too. A store that was wiped, or has come back with what it held
   * before, is told again; then its next state says so.
   *
   * @throws OwnedByOtherException where somebody has taken the namespace over since
   */
  boolean holds(StoreState state) {
    Optional<Owner> held = state.owner();
    if (held.isPresent() && held.get().application().equals(owner.application())) {
      return true;
    }
    if (held.isPresent() && held.get().sinceMs() > owner.sinceMs()) {
      throw OwnedByOtherException.since(namespace, held.get());
    }
    store
        .claim(owner, held.isPresent())
        .exceptionally(
            failure -> {
              LOG.debug("The online store takes no owner yet", failure);
              return false;
            });
    return false;
  }
}
