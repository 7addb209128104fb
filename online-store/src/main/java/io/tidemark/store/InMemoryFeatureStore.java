package io.tidemark.store;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The store's rules on the heap: for tests and as the reference. Thread-safe. */
public final class InMemoryFeatureStore implements FeatureStore {
  private final Map<EntityKey, Entry> entries = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration tombstone;
  private volatile String mark;

  /**
   * An empty store.
   *
   * @param clock decides what has expired
   * @param tombstone how long a deletion is remembered, and an idle row at least
   */
  public InMemoryFeatureStore(Clock clock, Duration tombstone) {
    this.clock = clock;
    this.tombstone = tombstone;
  }

  @Override
  public CompletionStage<WriteOutcome> write(FeatureRow row) {
    return put(row.key(), new Entry(row.revision(), expiry(row.timeLeft(tombstone)), row));
  }

  @Override
  public CompletionStage<WriteOutcome> delete(EntityKey key, long revision) {
    FeatureRow.requireRevision(revision);
    return put(key, new Entry(revision, expiry(tombstone), null));
  }

  @Override
  public CompletionStage<Optional<FeatureRow>> read(EntityKey key) {
    return CompletableFuture.completedFuture(find(key, Set.of()));
  }

  @Override
  public CompletionStage<List<Optional<FeatureRow>>> readAll(
      List<EntityKey> keys, Set<String> names) {
    return CompletableFuture.completedFuture(keys.stream().map(key -> find(key, names)).toList());
  }

  private Optional<FeatureRow> find(EntityKey key, Set<String> names) {
    long nowMs = clock.millis();
    return Optional.ofNullable(entries.get(key))
        .filter(entry -> entry.row != null && nowMs < entry.expiresAtMs)
        .map(entry -> entry.rowAt(nowMs, names));
  }

  @Override
  public CompletionStage<Void> mark(String epoch) {
    mark = epoch;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Optional<String>> mark() {
    return CompletableFuture.completedFuture(Optional.ofNullable(mark));
  }

  private CompletionStage<WriteOutcome> put(EntityKey key, Entry entry) {
    Entry held =
        entries.compute(
            key,
            (k, old) ->
                old == null || isExpired(old) || entry.revision >= old.revision ? entry : old);
    return CompletableFuture.completedFuture(
        held == entry ? WriteOutcome.APPLIED : WriteOutcome.STALE);
  }

  private long expiry(Duration ttl) {
    return clock.millis() + ttl.toMillis();
  }

  private boolean isExpired(Entry entry) {
    return clock.millis() >= entry.expiresAtMs;
  }

  @Override
  public CheckResult check() {
    return CheckResult.healthy();
  }

  @Override
  public void close() {
    entries.clear();
    mark = null;
  }

  /** What is held of a key; a deletion has no row. */
  private record Entry(long revision, long expiresAtMs, FeatureRow row) {

    FeatureRow rowAt(long nowMs, Set<String> names) {
      Map<String, Object> values = new HashMap<>(row.values());
      if (!names.isEmpty()) {
        values.keySet().retainAll(names);
      }
      return new FeatureRow(
          row.key(),
          values,
          row.revision(),
          row.asOfMs(),
          row.validUntilMs(),
          row.eventTimeMs(),
          row.warming(),
          Duration.ofMillis(expiresAtMs - nowMs));
    }
  }
}
