package io.tidemark.store;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The store's rules on the heap: for tests and as the reference. Thread-safe. */
public final class InMemoryFeatureStore implements FeatureStore {
  private final Map<EntityKey, Entry> entries = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration tombstone;

  /**
   * An empty store.
   *
   * @param clock decides what has expired
   * @param tombstone how long a deletion is remembered
   */
  public InMemoryFeatureStore(Clock clock, Duration tombstone) {
    this.clock = clock;
    this.tombstone = tombstone;
  }

  @Override
  public CompletionStage<WriteOutcome> write(FeatureRow row) {
    return put(row.key(), new Entry(row.revision(), expiry(row.ttl()), row));
  }

  @Override
  public CompletionStage<WriteOutcome> delete(EntityKey key, long revision) {
    FeatureRow.requireRevision(revision);
    return put(key, new Entry(revision, expiry(tombstone), null));
  }

  @Override
  public CompletionStage<Optional<FeatureRow>> read(EntityKey key) {
    long nowMs = clock.millis();
    Optional<FeatureRow> row =
        Optional.ofNullable(entries.get(key))
            .filter(entry -> entry.row != null && nowMs < entry.expiresAtMs)
            .map(entry -> entry.rowAt(nowMs));
    return CompletableFuture.completedFuture(row);
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
  }

  /** What is held of a key; a deletion has no row. */
  private record Entry(long revision, long expiresAtMs, FeatureRow row) {

    FeatureRow rowAt(long nowMs) {
      return new FeatureRow(
          row.key(),
          row.values(),
          row.revision(),
          row.asOfMs(),
          row.validUntilMs(),
          row.eventTimeMs(),
          row.warming(),
          Duration.ofMillis(expiresAtMs - nowMs));
    }
  }
}
