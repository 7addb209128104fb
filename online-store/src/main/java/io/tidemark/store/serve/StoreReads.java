package io.tidemark.store.serve;

import io.tidemark.http.RequestException;
import io.tidemark.http.RequestException.Problem;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the store on behalf of requests: so many at once, each so long. Thread-safe.
 *
 * <p>Requests beyond the bound are refused at once: where the store is slow, waiting for a turn
 * would only make every answer late.
 */
final class StoreReads {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration RETRY_REJECTED = Duration.ofSeconds(5);

  private final FeatureStore store;
  private final Semaphore turns;
  private final Duration timeout;

  /** A row, none, or why it cannot be given. */
  record Found(Optional<FeatureRow> row, Optional<Problem> problem) {
    static Found of(Optional<FeatureRow> row) {
      return new Found(row, Optional.empty());
    }
  }

  StoreReads(FeatureStore store, ServeSettings settings) {
    this.store = store;
    this.turns = new Semaphore(settings.concurrency());
    this.timeout = settings.timeout();
  }

  /**
   * The rows of keys, in their order.
   *
   * @throws RequestException when the store does not answer; not for one row that is corrupt
   */
  List<Found> rows(List<EntityKey> keys, Set<String> names) throws InterruptedException {
    return inTurn(
        () -> {
          try {
            return await(store.readAll(keys, names)).stream().map(Found::of).toList();
          } catch (FeatureStoreException e) {
            if (e.reason() == Reason.CORRUPT) {
              return oneByOne(keys, names);
            }
            throw refusal(e);
          }
        });
  }

  /** One corrupt row does not take the others with it. */
  private List<Found> oneByOne(List<EntityKey> keys, Set<String> names)
      throws InterruptedException {
    List<CompletionStage<List<Optional<FeatureRow>>>> reads = new ArrayList<>();
    keys.forEach(key -> reads.add(store.readAll(List.of(key), names)));
    List<Found> found = new ArrayList<>();
    for (CompletionStage<List<Optional<FeatureRow>>> read : reads) {
      found.add(one(read));
    }
    return found;
  }

  private Found one(CompletionStage<List<Optional<FeatureRow>>> read) throws InterruptedException {
    try {
      return Found.of(await(read).get(0));
    } catch (FeatureStoreException e) {
      if (e.reason() == Reason.CORRUPT) {
        return new Found(Optional.empty(), Optional.of(corrupt(e)));
      }
      throw refusal(e);
    }
  }

  /** Waits for anything else that takes a request's time, under the same bounds. */
  <T> T other(CompletionStage<T> stage) throws InterruptedException {
    return inTurn(
        () -> {
          try {
            return await(stage);
          } catch (FeatureStoreException e) {
            throw refusal(e);
          }
        });
  }

  private interface Work<T> {
    T run() throws InterruptedException;
  }

  private <T> T inTurn(Work<T> work) throws InterruptedException {
    if (!turns.tryAcquire()) {
      throw RequestException.unavailable(
          new Problem(
              "overloaded",
              "Too many requests are being answered",
              null,
              "more are refused instead of kept waiting",
              "Try again after the time given, or send several keys in one request"),
          RETRY);
    }
    try {
      return work.run();
    } finally {
      turns.release();
    }
  }

  private <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw RequestException.of(504, timedOut()).retryAfter(RETRY);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Problem timedOut() {
    return new Problem(
        "timeout",
        "No answer in time",
        timeout.toMillis() + " ms",
        "the setting serve.timeout bounds the wait",
        "Try again; look at /health/ready and at Redis when it goes on");
  }

  private static RequestException refusal(FeatureStoreException e) {
    return switch (e.reason()) {
      case UNAVAILABLE -> unavailable("store_unavailable", "The online store is away", e, RETRY);
      case OVERLOADED -> unavailable("overloaded", "The online store is busy", e, RETRY);
      case REJECTED -> unavailable("store_rejected", "The online store refused", e, RETRY_REJECTED);
      case DENIED ->
          unavailable("store_denied", "The online store denies access", e, RETRY_REJECTED);
      case CORRUPT -> RequestException.of(500, corrupt(e));
    };
  }

  private static RequestException unavailable(
      String error, String what, FeatureStoreException e, Duration retryAfter) {
    return RequestException.unavailable(
        new Problem(
            error,
            what,
            e.getMessage(),
            "values are served from it alone",
            "Try again after the time given; /health/ready says when it is back"),
        retryAfter);
  }

  /** What is wrong with a row that cannot be read. */
  static Problem corrupt(FeatureStoreException e) {
    return new Problem("corrupt_row", e.getMessage(), null, null, null);
  }
}
