package io.tidemark.delivery;

import io.tidemark.monitoring.metrics.StoreResult;
import io.tidemark.monitoring.metrics.TidemarkMetrics;
import io.tidemark.store.EntityKey;
import io.tidemark.store.FeatureRow;
import io.tidemark.store.FeatureStoreException;
import io.tidemark.store.FeatureStoreException.Reason;
import io.tidemark.store.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one task on their way into the online store, in the order in which they were sent.
 * Never waits for the store but in {@link #awaitRoom} and {@link #drain}. Not thread-safe.
 */
public final class RowDelivery implements AutoCloseable {
  /** An event time that is not told. */
  public static final long NO_EVENT = Long.MIN_VALUE;

  private static final Logger LOG = LoggerFactory.getLogger(RowDelivery.class);

  /** So many that the store's client sends them at once, and each costs little. */
  private static final String UNEXPECTED = "unexpected";

  /** Why a write may fail, as it is counted. */
  static final List<String> REASONS =
      Stream.concat(Arrays.stream(Reason.values()).map(RowDelivery::shown), Stream.of(UNEXPECTED))
          .toList();

  private static final int BATCH = 256;

  private final StoreOutlet outlet;
  private final TidemarkMetrics metrics;
  private final Clock wall;
  private final Deque<Sent> underWay = new ArrayDeque<>();
  private final List<Sent> batch = new ArrayList<>(BATCH);
  private final List<FeatureRow> rows = new ArrayList<>(BATCH);
  private long sent;
  private long answered;
  private volatile int waiting;
  private final IntSupplier shown = () -> waiting;

  /** A row that was sent, and the newest event in it that the one before did not hold. */
  public static final class Sent {
    private final EntityKey key;
    private final long newestEventMs;
    private CompletableFuture<WriteOutcome> write;
    private boolean stale;
    private boolean forgotten;

    private Sent(EntityKey key, long newestEventMs) {
      this.key = key;
      this.newestEventMs = newestEventMs;
    }

    /** The entity's key. */
    public String key() {
      return key.key();
    }

    /** Whether it is of no use to send it again: the store holds a newer one. */
    public boolean isStale() {
      return stale;
    }

    /** {@link RowDelivery#NO_EVENT} when only time moved. */
    public long newestEventMs() {
      return newestEventMs;
    }
  }

  /** A delivery with nothing under way. */
  public RowDelivery(StoreOutlet outlet, TidemarkMetrics metrics, Clock wall) {
    this.outlet = outlet;
    this.metrics = metrics;
    this.wall = wall;
    outlet.counts(shown);
  }

  /** How many rows may be sent now. */
  public int room() {
    return Math.max(0, outlet.room() - batch.size());
  }

  /** Waits a moment for room when there is none, but not for a store that is away. */
  public void awaitRoom() {
    if (room() > 0) {
      return;
    }
    dispatch();
    try {
      outlet.awaitRoom();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends a row, at the latest with {@link #dispatch}.
   *
   * @param newestEventMs newest event in it of which the row before did not tell, from which its
   *     freshness is measured; {@link #NO_EVENT} for none
   */
  public void send(FeatureRow row, long newestEventMs) {
    rows.add(row);
    // not the row: its values are garbage as soon as they are in a command
    batch.add(new Sent(row.key(), newestEventMs));
    sent++;
    if (batch.size() == BATCH) {
      dispatch();
    }
  }

  /** Sends what {@link #send} has gathered. */
  public void dispatch() {
    if (batch.isEmpty()) {
      return;
    }
    List<CompletionStage<WriteOutcome>> writes = outlet.write(List.copyOf(rows));
    rows.clear();
    for (int i = 0; i < writes.size(); i++) {
      Sent one = batch.get(i);
      one.write = writes.get(i).toCompletableFuture();
      if (one.newestEventMs != NO_EVENT) {
        one.write.whenComplete((outcome, failure) -> measure(one, failure));
      }
      underWay.add(one);
    }
    batch.clear();
  }

  private void measure(Sent one, Throwable failure) {
    if (failure == null) {
      metrics
          .features()
          .featureAcknowledged(
              one.key.entity(), Duration.ofMillis(wall.millis() - one.newestEventMs));
    }
  }

  /**
   * Takes note of what the store has answered.
   *
   * @param missing is told of each row that the store does not hold: it has to be sent again,
   *     unless it is stale
   */
  public void collect(Consumer<Sent> missing) {
    while (!underWay.isEmpty() && underWay.peek().write.isDone()) {
      Sent one = underWay.poll();
      answered++;
      if (!isSettled(one) && !one.forgotten) {
        missing.accept(one);
      }
    }
  }

  private boolean isSettled(Sent one) {
    try {
      WriteOutcome outcome = one.write.join();
      count(one, StoreResult.valueOf(outcome.name()));
      one.stale = outcome == WriteOutcome.STALE;
      return !one.stale;
    } catch (CompletionException e) {
      Throwable cause = StoreOutlet.cause(e);
      count(one, StoreResult.FAILED);
      metrics.store().storeFailed(reason(cause));
      boolean gaveUp = !StoreOutlet.isRetryable(cause);
      if (gaveUp) {
        String key = one.key.asRedisKey();
        LOG.error("The online store refuses {} for good: {}", key, cause.getMessage());
      }
      return gaveUp;
    }
  }

  private void count(Sent one, StoreResult result) {
    metrics.store().storeWritten(one.key.entity(), result, 1);
  }

  private static String reason(Throwable cause) {
    return cause instanceof FeatureStoreException known ? shown(known.reason()) : UNEXPECTED;
  }

  private static String shown(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Removes an entity's row, behind all that was sent of it; of these none is told of any more.
   *
   * @param revision behind theirs
   */
  public CompletableFuture<WriteOutcome> remove(EntityKey key, long revision) {
    dispatch();
    return outlet.delete(key, revision).toCompletableFuture();
  }

  /** Tells no more of rows that were sent of an entity, whatever becomes of them. */
  public void forget(String key) {
    inOrder().filter(one -> one.key().equals(key)).forEach(one -> one.forgotten = true);
  }

  private Stream<Sent> inOrder() {
    return Stream.concat(underWay.stream(), batch.stream());
  }

  /** The keys of the rows that the store has not answered for. */
  public Stream<String> unanswered() {
    return inOrder().filter(one -> !one.forgotten).map(Sent::key);
  }

  /** How many rows were sent so far. */
  public long sent() {
    return sent;
  }

  /** How many of them the store has answered for, all before the first that it has not. */
  public long answered() {
    return answered;
  }

  /** Shows in the lag of the store what is under way and what its task holds back. */
  public void show(int held) {
    waiting = held + batch.size() + underWay.size();
  }

  /** Waits for the answers to what is under way, but not for long. */
  public void drain(Duration patience) {
    dispatch();
    CompletableFuture<?>[] writes =
        underWay.stream().map(one -> one.write).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(writes).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("Some of the last {} rows are sent again after the next start", writes.length);
    }
  }

  @Override
  public void close() {
    outlet.forgets(shown);
  }
}
