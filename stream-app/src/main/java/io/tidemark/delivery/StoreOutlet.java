package io.tidemark.delivery;

import io.tidemark.monitoring.metrics.StoreMetrics;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way into the online store for all tasks of a process. It bounds how many writes are under
 * way, and while the store is away it lets a few try at growing intervals.
 *
 * <p>Whoever has rows asks for {@link #room} first and keeps what finds none. Thread-safe.
 */
public final class StoreOutlet {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOutlet.class);

  /** Rows that try whether the store is back. */
  static final int TRIED_AT_ONCE = 64;

  private static final long LONGEST_WAIT_MS = 100;
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 1_000;

  private final FeatureStore store;
  private final int mostUnderWay;
  private final StoreMetrics metrics;
  private final Clock wall;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Set<IntSupplier> waiting = ConcurrentHashMap.newKeySet();
  private final StaleShare staleShare = new StaleShare();
  private volatile int awaiting;
  private volatile String outage;
  private volatile long nextTryMs;
  private long pauseMs;
  private boolean tryFailed;

  /**
   * An outlet into a store.
   *
   * @param mostUnderWay bound of the writes that are not answered yet, at least {@value
   *     #TRIED_AT_ONCE}; not more than the store takes at once
   */
  public StoreOutlet(FeatureStore store, int mostUnderWay, StoreMetrics metrics, Clock wall) {
    this.store = store;
    this.mostUnderWay = mostUnderWay;
    this.metrics = metrics;
    this.wall = wall;
    metrics.failuresShown(RowDelivery.REASONS);
    metrics.storeLag(() -> waiting.stream().mapToLong(IntSupplier::getAsInt).sum());
  }

  /** Why rows wait at the moment, if they do. */
  public Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  /** Why the store holds other rows than ours, where it refuses many of them. */
  public Optional<String> refusals() {
    return staleShare.problem(wall.millis());
  }

  /** How many rows may be written now: none while the store is away, except to try it. */
  int room() {
    if (outage == null) {
      return Math.max(0, mostUnderWay - underWay.get());
    }
    return underWay.get() == 0 && wall.millis() >= nextTryMs ? TRIED_AT_ONCE : 0;
  }

  /**
   * Waits a moment for room, but not for a store that is away: for one who can keep no more and is
   * faster than the store.
   */
  synchronized void awaitRoom() throws InterruptedException {
    awaiting++;
    if (outage == null && !isRoomy()) {
      wait(LONGEST_WAIT_MS);
    }
    awaiting--;
  }

  /** Whether there is room for many, so that waiting is not done row by row. */
  private boolean isRoomy() {
    return underWay.get() <= mostUnderWay / 2;
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** Counts what somebody holds back in the lag of the store, until it is taken away again. */
  void counts(IntSupplier held) {
    waiting.add(held);
  }

  void forgets(IntSupplier held) {
    waiting.remove(held);
  }

  /** Writes rows, in their order; what becomes of each. */
  List<CompletionStage<WriteOutcome>> write(List<FeatureRow> rows) {
    underWay.addAndGet(rows.size());
    if (outage != null) {
      begunToTry();
    }
    long startedMs = wall.millis();
    List<CompletionStage<WriteOutcome>> writes = store.writeAll(rows);
    for (CompletionStage<WriteOutcome> write : writes) {
      write.whenComplete(this::answered);
    }
    writes
        .get(writes.size() - 1)
        .whenComplete((outcome, failure) -> metrics.storeBatchTook(since(startedMs)));
    return writes;
  }

  /** Removes a row; what becomes of that. */
  CompletionStage<WriteOutcome> delete(EntityKey key, long revision) {
    underWay.incrementAndGet();
    if (outage != null) {
      begunToTry();
    }
    return store.delete(key, revision).whenComplete(this::answered);
  }

  private Duration since(long startedMs) {
    return Duration.ofMillis(wall.millis() - startedMs);
  }

  private synchronized void begunToTry() {
    tryFailed = false;
  }

  private void answered(WriteOutcome outcome, Throwable failure) {
    staleShare.answered(outcome);
    boolean last = underWay.decrementAndGet() == 0;
    if (awaiting > 0 && isRoomy()) {
      wake();
    }
    if (failure != null && isRetryable(cause(failure))) {
      away(cause(failure));
    } else if (last && outage != null) {
      tried();
    }
  }

  private synchronized void away(Throwable why) {
    if (outage == null) {
      LOG.warn("Feature rows wait for the online store: {}", why.getMessage());
      pauseMs = FIRST_PAUSE_MS;
    } else if (!tryFailed) {
      pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    }
    tryFailed = true;
    nextTryMs = wall.millis() + pauseMs;
    outage = why.getMessage();
  }

  private synchronized void tried() {
    if (!tryFailed && outage != null) {
      LOG.info("Feature rows no longer wait");
      outage = null;
    }
  }

  /** What a failed write failed of. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /**
   * Whether a later try may succeed. A refusal that no try can change, such as a key of another
   * type under our name, must not hold back every other row.
   */
  static boolean isRetryable(Throwable cause) {
    return !(cause instanceof FeatureStoreException refusal) || refusal.retryable();
  }
}
