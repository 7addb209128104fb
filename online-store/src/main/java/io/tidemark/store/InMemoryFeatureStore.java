package io.tidemark.store;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The store's rules on the heap: for tests and as the reference. Thread-safe. */
public final class InMemoryFeatureStore implements FeatureStore {
  private final Map<EntityKey, Entry> entries = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration tombstone;
  private String identity = UUID.randomUUID().toString();
  private StoreState.Mark mark;
  private StoreState.Owner owner;

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
  public synchronized CompletionStage<StoreState> state() {
    Optional<StoreState.Owner> by = Optional.ofNullable(owner);
    String of = StoreState.identity(identity, by);
    return CompletableFuture.completedFuture(
        new StoreState(of, Optional.ofNullable(mark), StoreState.Eviction.NONE, by));
  }

  @Override
  public synchronized CompletionStage<Boolean> claim(StoreState.Owner by, boolean takeOver) {
    boolean same = owner != null && owner.application().equals(by.application());
    boolean granted = owner == null || same || takeOver;
    if (granted) {
      long beforeMs = owner == null ? -1 : owner.sinceMs();
      long sinceMs = same ? beforeMs : Math.max(by.sinceMs(), beforeMs + 1);
      owner = new StoreState.Owner(by.application(), by.definitions(), sinceMs);
    }
    return CompletableFuture.completedFuture(granted);
  }

  @Override
  public synchronized CompletionStage<Boolean> rebuilding(
      String of, long sinceMs, Set<String> parts) {
    boolean first = mark == null || !mark.identity().equals(of);
    if (first) {
      mark = new StoreState.Mark(of, sinceMs, parts);
    }
    return CompletableFuture.completedFuture(first);
  }

  @Override
  public synchronized CompletionStage<Void> rebuilt(StoreState.Mark of, String part) {
    if (mark != null && mark.identity().equals(of.identity()) && mark.sinceMs() == of.sinceMs()) {
      Set<String> left = new HashSet<>(mark.pending());
      left.remove(part);
      mark = new StoreState.Mark(of.identity(), of.sinceMs(), left);
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Becomes another store that holds the same, as a server that starts with its data. */
  public synchronized void restart() {
    identity = UUID.randomUUID().toString();
  }

  /** Loses everything, as a server that is flushed. */
  public synchronized void wipe() {
    entries.clear();
    mark = null;
    owner = null;
  }

  private CompletionStage<WriteOutcome> put(EntityKey key, Entry entry) {
    Entry held =
        entries.compute(
            key,
            (k, old) -> old == null || isExpired(old) || !old.isNewerThan(entry) ? entry : old);
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
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {
    wipe();
  }

  /** What is held of a key; a deletion has no row. */
  private record Entry(long revision, long expiresAtMs, FeatureRow row) {

    boolean isNewerThan(Entry other) {
      if (revision != other.revision || row == null || other.row == null) {
        return revision > other.revision;
      }
      return row.asOfMs() > other.row.asOfMs();
    }

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
          row.eventTimes(),
          row.warming(),
          Duration.ofMillis(expiresAtMs - nowMs));
    }
  }
}
