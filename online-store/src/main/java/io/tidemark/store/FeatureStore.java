package io.tidemark.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The online feature store: one row per entity, replaced as a whole.
 *
 * <p>A row that is older than the one held is refused atomically, so that a retry, a replay or a
 * writer that has lost its partition never leaves an older value behind: one of a lower revision,
 * or of the same revision and an earlier instant, as {@link FeatureRow#asOfMs} says. The same row
 * is applied again. Writes of one store for one key take effect in the order of the calls, except
 * across a failure, where revision and instant decide.
 *
 * <p>Values come back as the type the store's {@link Catalog} names.
 *
 * <p>Stages complete exceptionally with a {@link FeatureStoreException}; a write that failed may
 * have been applied. Thread-safe; callbacks run on the store's I/O thread and must not block.
 */
public interface FeatureStore extends AutoCloseable {

  /**
   * Replaces the row of the key: a value that is absent now is absent in the store. The store keeps
   * it for {@link FeatureRow#timeLeft}.
   */
  CompletionStage<WriteOutcome> write(FeatureRow row);

  /**
   * Writes many rows, at less cost than one by one: as {@link #write} of each in their order.
   *
   * @return what becomes of each, in the order of the rows: one may fail without the others
   */
  default List<CompletionStage<WriteOutcome>> writeAll(List<FeatureRow> rows) {
    return rows.stream().map(this::write).toList();
  }

  /** The row of the key, or empty when there is none, it has expired or is deleted. */
  CompletionStage<Optional<FeatureRow>> read(EntityKey key);

  /**
   * The rows of many keys in one go, in the order of the keys; a key may be there twice.
   *
   * <p>What is left of the time to live is not asked for: it may be {@link FeatureRow#TTL_UNKNOWN}.
   * The stage fails when any of the reads does.
   *
   * @param keys none gives an empty list
   * @param names the values wanted; none asks for all. A name that the row has no value for is
   *     absent. {@link FeatureRow#warming} names warming values whether or not they were asked for
   */
  CompletionStage<List<Optional<FeatureRow>>> readAll(List<EntityKey> keys, Set<String> names);

  /**
   * Removes the row. The revision is remembered for a while, so that an older write that comes late
   * does not bring the row back.
   */
  CompletionStage<WriteOutcome> delete(EntityKey key, long revision);

  /**
   * What is behind the store now, and whether it has been filled since. Costs a few small commands;
   * fails while a part of the store is away or cannot be written, as what it will hold then is not
   * known.
   */
  CompletionStage<StoreState> state();

  /**
   * Makes somebody the owner of the namespace, whose rows alone are written. One who is the owner
   * stays it since when he was; his definitions are those of the last call. Who takes it over is
   * the owner since after the one before, so that clocks that differ do not decide who is later.
   *
   * @param takeOver whether another owner loses it
   * @return whether he is the owner now
   */
  CompletionStage<Boolean> claim(StoreState.Owner owner, boolean takeOver);

  /**
   * Says that the store is being filled anew, in parts. Does nothing when that was said of the same
   * identity before, so that several processes may say it and none undoes what another has done.
   *
   * @param identity as {@link #state} told
   * @param sinceMs rows older than this may be wrong until all parts are done; milliseconds since
   *     the Unix epoch
   * @param parts to be done, by names without spaces; none says that the store is complete
   * @return whether this call was the first to say it
   */
  CompletionStage<Boolean> rebuilding(String identity, long sinceMs, Set<String> parts);

  /**
   * Says that a part is done; the store is complete with the last of them. Does nothing when it was
   * said before, or when the store has been wiped or replaced since.
   *
   * @param mark as {@link #state} told; another one's parts are not these
   */
  CompletionStage<Void> rebuilt(StoreState.Mark mark, String part);

  /**
   * Asks the store whether it takes writes and reads. Blocks for a command time-out, and for no
   * more than two seconds.
   *
   * @return why the next operation will likely fail; empty when it will likely succeed
   */
  Optional<String> problem();

  /** Releases connections; what is under way fails. */
  @Override
  void close();
}
