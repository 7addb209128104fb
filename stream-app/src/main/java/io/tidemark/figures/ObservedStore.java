package io.tidemark.figures;

import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.StoreState;
import io.tidemark.store.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A feature store that tells which rows it holds now. Thread-safe as the store is. */
public final class ObservedStore implements FeatureStore {
  private final FeatureStore store;
  private final Consumer<FeatureRow> stored;

  /**
   * The same store with somebody who listens.
   *
   * @param stored is told every row that was applied, on the store's thread; does not block or
   *     throw
   */
  public ObservedStore(FeatureStore store, Consumer<FeatureRow> stored) {
    this.store = store;
    this.stored = stored;
  }

  @Override
  public CompletionStage<WriteOutcome> write(FeatureRow row) {
    return observed(row, store.write(row));
  }

  @Override
  public List<CompletionStage<WriteOutcome>> writeAll(List<FeatureRow> rows) {
    List<CompletionStage<WriteOutcome>> writes = store.writeAll(rows);
    List<CompletionStage<WriteOutcome>> observed = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      observed.add(observed(rows.get(i), writes.get(i)));
    }
    return observed;
  }

  private CompletionStage<WriteOutcome> observed(
      FeatureRow row, CompletionStage<WriteOutcome> write) {
    return write.whenComplete(
        (outcome, failure) -> {
          if (outcome == WriteOutcome.APPLIED) {
            stored.accept(row);
          }
        });
  }

  @Override
  public CompletionStage<Optional<FeatureRow>> read(EntityKey key) {
    return store.read(key);
  }

  @Override
  public CompletionStage<List<Optional<FeatureRow>>> readAll(
      List<EntityKey> keys, Set<String> names) {
    return store.readAll(keys, names);
  }

  @Override
  public CompletionStage<WriteOutcome> delete(EntityKey key, long revision) {
    return store.delete(key, revision);
  }

  @Override
  public CompletionStage<StoreState> state() {
    return store.state();
  }

  @Override
  public CompletionStage<Boolean> claim(StoreState.Owner owner, boolean takeOver) {
    return store.claim(owner, takeOver);
  }

  @Override
  public CompletionStage<Boolean> rebuilding(String identity, long sinceMs, Set<String> parts) {
    return store.rebuilding(identity, sinceMs, parts);
  }

  @Override
  public CompletionStage<Void> rebuilt(StoreState.Mark mark, String part) {
    return store.rebuilt(mark, part);
  }

  @Override
  public Optional<String> problem() {
    return store.problem();
  }

  @Override
  public void close() {
    store.close();
  }
}
