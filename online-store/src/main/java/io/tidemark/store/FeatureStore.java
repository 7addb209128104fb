package io.tidemark.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The online feature store: one row per entity, replaced as a whole.
 *
 * <p>A write with an older revision than the store holds is refused atomically, so that a retry, a
 * replay or a writer that has lost its partition never leaves an older value behind; the same
 * revision is applied again. Writes of one store for one key take effect in the order of the calls,
 * except across a failure, where the revision decides.
 *
 * <p>Stages complete exceptionally with a {@link FeatureStoreException}; a write that failed may
 * have been applied. Thread-safe; callbacks run on the store's I/O thread and must not block.
 */
public interface FeatureStore extends AutoCloseable {

  /** Replaces the row of the key: a value that is absent now is absent in the store. */
  CompletionStage<WriteOutcome> write(FeatureRow row);

  /** The row of the key, or empty when there is none, it has expired or is deleted. */
  CompletionStage<Optional<FeatureRow>> read(EntityKey key);

  /**
   * Rows of several keys, in the order of the keys; a key may occur more than once.
   *
   * @param names the values wanted; a row may hold others too
   */
  default CompletionStage<List<Optional<FeatureRow>>> readAll(
      List<EntityKey> keys, Set<String> names) {
    List<CompletableFuture<Optional<FeatureRow>>> rows =
        keys.stream().map(key -> read(key).toCompletableFuture()).toList();
    return CompletableFuture.allOf(rows.toArray(CompletableFuture[]::new))
        .thenApply(done -> rows.stream().map(CompletableFuture::join).toList());
  }

  /**
   * Removes the row. The revision is remembered for a while, so that an older write that comes late
   * does not bring the row back.
   */
  CompletionStage<WriteOutcome> delete(EntityKey key, long revision);

  /** Asks the store whether it takes writes and reads. Blocks for a command time-out for each. */
  CheckResult check();

  /** Releases connections; what is under way fails. */
  @Override
  void close();
}
