package io.tidemark.store.serve;

import io.tidemark.store.FeatureStore;
import io.tidemark.store.StoreState;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after every second in the background whether the store has been replaced or is being filled
 * anew. A store that is away keeps the status it had. Thread-safe.
 *
 * <p>A store that was filled, and is another one since, is not complete from the moment this is
 * noticed: it has old data, and nobody has looked after it yet. One without a mark is empty or was
 * filled by others, about whom nothing is known.
 */
public final class StoreWatch implements RebuildStatus, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final FeatureStore store;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "store-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile OptionalLong sinceMs = OptionalLong.empty();
  private volatile boolean lacksRows;
  private String replacement = "";
  private long replacedAtMs;

  private StoreWatch(FeatureStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Starts to look.
   *
   * @param clock the one that writers' instants come from
   */
  public static StoreWatch start(FeatureStore store, Clock clock) {
    StoreWatch watch = new StoreWatch(store, clock);
    watch.timer.scheduleWithFixedDelay(
        watch::refresh, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  @Override
  public OptionalLong sinceMs() {
    return sinceMs;
  }

  @Override
  public boolean lacksRows() {
    return lacksRows;
  }

  /** One look at a time: the next one starts after the answer or its time-out. */
  private void refresh() {
    try {
      note(store.state().toCompletableFuture().join());
    } catch (RuntimeException away) {
      LOG.debug("The state of the online store is not known", away);
    }
  }

  private void note(StoreState state) {
    lacksRows = state.mark().isPresent() && state.lacksRows();
    if (!state.isReplaced() || state.mark().isEmpty()) {
      sinceMs = state.rebuildingSinceMs();
      return;
    }
    if (!state.identity().equals(replacement)) {
      replacement = state.identity();
      replacedAtMs = clock.millis();
    }
    sinceMs = OptionalLong.of(replacedAtMs);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
