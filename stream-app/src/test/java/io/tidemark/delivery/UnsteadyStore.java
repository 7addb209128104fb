package io.tidemark.delivery;

import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.InMemoryFeatureStore;
import io.tidemark.store.StoreState;
import io.tidemark.store.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store that is away, slow or refuses when a test says so. Thread-safe. */
public final class UnsteadyStore implements FeatureStore {
  private final Map<EntityKey, FeatureRow> rows = new LinkedHashMap<>();
  private final InMemoryFeatureStore marks =
      new InMemoryFeatureStore(Clock.systemUTC(), Duration.ofMinutes(1));

  /** Revisions of deletions. */
  private final Map<EntityKey, Long> removed = new HashMap<>();

  private final List<FeatureRow> written = new ArrayList<>();
  private final Set<EntityKey> refused = new HashSet<>();
  private final Set<EntityKey> failingOnce = new HashSet<>();
  private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  private String outage;
  private int attempts;

  /** Becomes another one, as a server that was started again. */
  public void restart() {
    marks.restart();
  }

  /** Begins anew, and works. */
  public synchronized void forgetAll() {
    rows.clear();
    removed.clear();
    written.clear();
    recover();
  }

  public void wipe() {
    marks.wipe();
  }

  public synchronized void fail(String why) {
    outage = why;
  }

  public synchronized void failOnce(EntityKey key) {
    failingOnce.add(key);
  }

  public synchronized void refuse(EntityKey key) {
    refused.add(key);
  }

  public synchronized void allow(EntityKey key) {
    refused.remove(key);
  }

  public synchronized void hold() {
    gate = new CompletableFuture<>();
  }

  public synchronized void release() {
    gate.complete(null);
  }

  public synchronized void recover() {
    outage = null;
    gate.complete(null);
  }

  public synchronized int attempts() {
    return attempts;
  }

  public synchronized Map<EntityKey, FeatureRow> rows() {
    return Map.copyOf(rows);
  }

  /** Every row taken, in order. */
  public synchronized List<FeatureRow> written() {
    return List.copyOf(written);
  }

  @Override
  public synchronized CompletionStage<WriteOutcome> write(FeatureRow row) {
    attempts++;
    if (outage != null || failingOnce.remove(row.key())) {
      String why = outage == null ? "once" : outage;
      return failed(FeatureStoreException.Reason.UNAVAILABLE, true, why);
    }
    if (refused.contains(row.key())) {
      return failed(FeatureStoreException.Reason.REJECTED, false, "WRONGTYPE");
    }
    FeatureRow held = rows.get(row.key());
    if (held != null && isNewer(held, row)
        || row.revision() < removed.getOrDefault(row.key(), 0L)) {
      return gate.thenApply(released -> WriteOutcome.STALE);
    }
    rows.put(row.key(), row);
    written.add(row);
    return gate.thenApply(released -> WriteOutcome.APPLIED);
  }

  private static boolean isNewer(FeatureRow held, FeatureRow row) {
    return held.revision() > row.revision()
        || held.revision() == row.revision() && held.asOfMs() > row.asOfMs();
  }

  private static <T> CompletionStage<T> failed(
      FeatureStoreException.Reason reason, boolean retryable, String why) {
    return CompletableFuture.failedFuture(new FeatureStoreException(reason, retryable, why, null));
  }

  @Override
  public CompletionStage<Optional<FeatureRow>> read(EntityKey key) {
    throw new UnsupportedOperationException("rows are only written");
  }

  @Override
  public CompletionStage<List<Optional<FeatureRow>>> readAll(
      List<EntityKey> keys, Set<String> names) {
    throw new UnsupportedOperationException("rows are only written");
  }

  @Override
  public synchronized CompletionStage<StoreState> state() {
    return outage == null
        ? marks.state()
        : failed(FeatureStoreException.Reason.UNAVAILABLE, true, outage);
  }

  @Override
  public synchronized CompletionStage<Boolean> claim(StoreState.Owner owner, boolean takeOver) {
    return outage == null
        ? marks.claim(owner, takeOver)
        : CompletableFuture.failedFuture(
            new FeatureStoreException(
                FeatureStoreException.Reason.UNAVAILABLE, true, outage, null));
  }

  @Override
  public CompletionStage<Boolean> rebuilding(String identity, long sinceMs, Set<String> parts) {
    return marks.rebuilding(identity, sinceMs, parts);
  }

  @Override
  public CompletionStage<Void> rebuilt(StoreState.Mark mark, String part) {
    return marks.rebuilt(mark, part);
  }

  @Override
  public synchronized CompletionStage<WriteOutcome> delete(EntityKey key, long revision) {
    if (outage != null) {
      return failed(FeatureStoreException.Reason.UNAVAILABLE, true, outage);
    }
    if (refused.contains(key)) {
      return failed(FeatureStoreException.Reason.REJECTED, false, "WRONGTYPE");
    }
    FeatureRow held = rows.get(key);
    long known = held == null ? removed.getOrDefault(key, 0L) : held.revision();
    if (known > revision) {
      return gate.thenApply(released -> WriteOutcome.STALE);
    }
    rows.remove(key);
    removed.put(key, revision);
    return gate.thenApply(released -> WriteOutcome.APPLIED);
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
