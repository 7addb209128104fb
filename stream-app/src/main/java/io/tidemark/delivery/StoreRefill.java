package io.tidemark.delivery;

import io.tidemark.entity.Rebuilds;
import io.tidemark.monitoring.metrics.StoreMetrics;
import io.tidemark.store.FeatureStore;
import io.tidemark.store.StoreState.Mark;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a store that lost rows from the state of the feature tasks: after a wipe, a restart with
 * old data or without, or the fail-over of a server.
 *
 * <p>A mark in the store is a request to every task to send all its rows again. A task says when
 * they are acknowledged, and then its part of the store is right again. Every instance is told of a
 * mark, and again after a restart while parts are left; what is in nobody's hands is left to who
 * gets it. Until the last part is reported, rows from before are served as warming. Thread-safe;
 * one thread runs {@link #run}.
 */
public final class StoreRefill implements Rebuilds, Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRefill.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final FeatureStore store;
  private final StoreOutlet outlet;
  private final Supplier<String> commanded;
  private final ReplacementCheck check;
  private final Map<String, String> doneByPart = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<String> left = new HashSet<>();
  private Mark mark;
  private boolean wasAway;

  /** What the mark asks for, written once: every task reads it at every flush. */
  private volatile String marked = "";

  /**
   * A refill that is not started.
   *
   * @param ownership that no other application fills it
   * @param outlet by which rows get into the store
   * @param parts every feature task of the application, as {@link #part} names it
   * @param commanded the newest request of an operator
   */
  public StoreRefill(
      FeatureStore store,
      Ownership ownership,
      StoreOutlet outlet,
      Set<String> parts,
      Supplier<String> commanded,
      StoreMetrics metrics,
      Clock wall) {
    this.store = store;
    this.outlet = outlet;
    this.commanded = commanded;
    this.check =
        new ReplacementCheck(store, ownership, Set.copyOf(parts), this::begin, metrics, wall);
  }

  /** The name of a task's part of the store. */
  public static String part(String entity, int partition) {
    return entity + "/" + partition;
  }

  /** What has become of the store lately, beside whether it works. */
  public Optional<String> note() {
    return check.note();
  }

  @Override
  public String newest() {
    return Rebuilds.later(commanded.get(), marked);
  }

  @Override
  public void done(String entity, int partition, String request) {
    doneByPart.put(part(entity, partition), request);
  }

  @Override
  public void run() {
    try {
      while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Looks at the store, and reports the parts that are done. Never waits for an answer but to that.
   */
  void step() {
    boolean away = outlet.outage().isPresent();
    if (wasAway && !away) {
      check.hurry();
    }
    wasAway = away;
    check.tick();
    left.removeIf(this::isReported);
  }

  private void begin(Mark begun) {
    mark = begun;
    left.clear();
    left.addAll(begun.pending());
    marked = request(begun);
  }

  private static String request(Mark begun) {
    return Rebuilds.request(begun.sinceMs(), begun.identity());
  }

  private boolean isReported(String part) {
    return doneByPart.getOrDefault(part, "").compareTo(request(mark)) >= 0 && reported(part);
  }

  private boolean reported(String part) {
    try {
      store.rebuilt(mark, part).toCompletableFuture().join();
      return true;
    } catch (CompletionException e) {
      LOG.debug("The online store does not take that {} is done", part, e.getCause());
      return false;
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
